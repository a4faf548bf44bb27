/** The scenarios that are replayed: what a user or an administrator does while the operator may crash. */
package dev.devsession.crash.scenario;

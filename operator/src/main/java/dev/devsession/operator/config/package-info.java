/** The settings that the operator takes from its environment. */
package dev.devsession.operator.config;

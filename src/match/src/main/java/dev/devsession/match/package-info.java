/**
 * Which requests a session asks for: rules, their text form, and whether a request matches. Pure.
 */
package dev.devsession.match;

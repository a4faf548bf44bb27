/** Settings from environment variables, with errors that name the variable. */
package dev.devsession.proxy.settings;

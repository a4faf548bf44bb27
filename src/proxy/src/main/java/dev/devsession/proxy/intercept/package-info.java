/** Ports whose requests are routed one by one: who answers, the way there, and what is counted. */
package dev.devsession.proxy.intercept;

/** What a connection from a swap proxy to a gateway begins with, and how the gateway answers it. */
package dev.devsession.proxy.callers;

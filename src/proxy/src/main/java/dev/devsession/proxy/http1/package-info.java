/** HTTP/1.1 of an intercepted port: each request goes to who answers it, byte for byte. */
package dev.devsession.proxy.http1;

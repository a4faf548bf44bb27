/** What both ends of the tunnel share: who connects, what for, and the interfaces by which streams reach sockets. */
package dev.devsession.tunnel;

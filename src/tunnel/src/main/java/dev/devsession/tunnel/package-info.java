/** The wire between a developer's machine and the gateway of its session: a hello, then HTTP/2 with one stream per connection. */
package dev.devsession.tunnel;

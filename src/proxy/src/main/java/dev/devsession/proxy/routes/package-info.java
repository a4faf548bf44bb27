/** The routes file: its syntax, its changes on disk, and the difference between two sets of routes. */
package dev.devsession.proxy.routes;

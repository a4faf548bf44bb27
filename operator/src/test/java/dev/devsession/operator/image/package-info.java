/** The operator's image, tested unpacked, against an API server that has one session to show. */
package dev.devsession.operator.image;

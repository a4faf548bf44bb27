/**
 * Makes and inspects container images without a container engine: a Java runtime cut to size with the C library it
 * needs, AOT caches trained on what the image will hold, and a reader of image archives for tests.
 */
package dev.devsession.image;

/** Variables as other programs read them; each format keeps every value or refuses it. */
package dev.devsession.environment.format;

/** How lines are printed. Pure. */
package dev.devsession.logs.format;

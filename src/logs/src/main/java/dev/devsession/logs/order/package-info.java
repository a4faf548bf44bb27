/** In which order lines are shown, and where a broken stream goes on. Pure. */
package dev.devsession.logs.order;

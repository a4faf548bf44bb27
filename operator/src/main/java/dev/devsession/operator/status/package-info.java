/** How conditions are written: the time moves only with the status, and nothing is written where nothing changed. */
package dev.devsession.operator.status;

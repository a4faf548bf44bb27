/** What logs need to know of pods and Services. Pure. */
package dev.devsession.logs.pod;

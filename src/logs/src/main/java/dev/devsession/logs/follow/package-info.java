/** The watch of pods and the streams of their logs. */
package dev.devsession.logs.follow;

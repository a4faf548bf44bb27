/** The files of a workload: read and followed with this user's rights, and fetched from its pods. */
package dev.devsession.agent.files;

/** Linux only: folders of this machine at a container's paths, for one command and what it starts. */
package dev.devsession.files.mount;

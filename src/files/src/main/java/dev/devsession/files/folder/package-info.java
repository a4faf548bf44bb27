/** Folders on this machine that hold a container's volumes: written as the kubelet writes them, gone in the end. */
package dev.devsession.files.folder;

/** What a container finds in its volumes, computed from API objects as the kubelet does. */
package dev.devsession.files.volume;

/**
 * The API of DevSession: what a developer declares ({@link dev.devsession.api.v1alpha1.DevSession}) and what the
 * operator keeps per swapped Service ({@link dev.devsession.api.v1alpha1.Swap}). Data only.
 */
package dev.devsession.api.v1alpha1;

/** Notices from gateways: that clients whose connections lead through one should open new ones. */
package dev.devsession.proxy.notice;

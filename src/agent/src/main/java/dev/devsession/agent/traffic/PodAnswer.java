package dev.devsession.agent.traffic;

import java.util.Map;

/** @param body its first part @param headers the first value of each, by lower-case name */
record PodAnswer(int status, Map<String, String> headers, String body) {}

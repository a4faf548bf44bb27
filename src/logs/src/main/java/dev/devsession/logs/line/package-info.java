/** One line: its time, its text without control codes, its level. Pure. */
package dev.devsession.logs.line;

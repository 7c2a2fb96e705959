// comment fields: what is made of what a commenter typed. Shared by discussion.c and discussion_submit.c.
#pragma once

struct arena;

// Results are in the arena.
char *comment_trimmed(struct arena *arena, const char *text);
// No markup, one line.
const char *comment_name_sanitise(struct arena *arena, const char *typed);
// http and https alone, "http://" put before an address without a scheme; "" for all others.
const char *comment_url_sanitise(struct arena *arena, const char *typed);

// comment gate: may this article be commented? One pure function that everyone asks.
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct post;
struct post_discussion;
struct settings;

enum comment_reason {
    COMMENTS_ARE_OPEN,
    COMMENTS_NOT_PUBLIC,     // "not_public"
    COMMENTS_NOT_SUPPORTED,  // "not_supported"
    COMMENTS_ARTICLE,        // "article": the article's own comment_status
    COMMENTS_AGE,            // "age": close_comments_for_old_posts
};

struct comment_gate {
    bool open;
    enum comment_reason reason;
    int64_t since;  // first second at which it is so; 0: not known
    int64_t until;  // first second at which it is otherwise by itself; 0: never
};

// `may_read_private`: the asker may read this post though it is private.
struct comment_gate comment_gate(const struct post *post, const struct settings *settings, int64_t now,
                                 bool may_read_private);
const char *comment_reason_name(enum comment_reason reason);  // "age"; NULL when open
// The other way round; COMMENTS_ARE_OPEN for what is no reason.
enum comment_reason comment_reason_parse(const char *name);

// The same decision over many posts: what a list holds that wants only those in some of the `states` (a mask of
// enum post_discussion_state). `reads_private`: the asker may read any private post; `reader`: a user whose own private
// posts are public to him; 0: none.
struct post_discussion comment_gate_filter(unsigned states, const struct settings *settings, int64_t now,
                                           bool reads_private, int64_t reader);
// The bit of a gate's answer in such a mask.
unsigned comment_gate_state(const struct comment_gate *gate);

// The words under a closed article: the site's text, or "Comments are closed." and for the age rule
// its reason ("The discussion ended 14 days after publication."), in the site's language. In the arena.
struct arena;
const char *comment_gate_sentence(struct arena *arena, const struct comment_gate *gate,
                                  const struct settings *settings);
// Does the page say that it is closed? (comments exist, or it is a post)
bool comment_gate_is_shown(const struct comment_gate *gate, const struct post *post);

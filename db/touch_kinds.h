// touch kinds: what a write can say that it changed, and a read that it has seen. Publishes are lists of {kind, id}.
//
// A list of things has two sides: which things are in it, in which order (a kind of its own), and what each of them
// says (the kind of the thing, noted with every row that is read). The numbers are kept in the table `changed`.
#pragma once

#include "base/touch.h"

enum touch_kind {
    TOUCH_POST = 1,      // post id: its own fields, terms, media
    TOUCH_COMMENTS,      // the approved comments of post id, and so its comment_count
    TOUCH_TERM,          // term id: its fields, its counts, or its place in the tree
    TOUCH_ARCHIVE,       // the list of published posts in term id (its sub-categories included), and what they say
    TOUCH_USER,          // user id: its fields, or post_count
    TOUCH_POSTS,         // id 0: any list of published posts, and what they say
    TOUCH_ALL_COMMENTS,  // id 0: any list of approved comments over all posts
    TOUCH_TERMS,         // id 0: the set of terms, their names and places, and which of them are empty
    TOUCH_SETTINGS,      // id 0
    TOUCH_MAIL,          // id 0: a letter waits
    TOUCH_TYPE,          // id is an enum post_type: any list of public posts of the type, by whatever they hold
    TOUCH_TIMELINE,      // id 0: which articles are published, when, by whom, and which are pinned
    TOUCH_ROLL,          // which published articles are in term id or below it, and when they were published
    TOUCH_NEIGHBOURS,    // article id: what was published just before and after it
    TOUCH_SLUG,          // id is a slug's hash (post_slug_hash()): which posts have it, or had it
    TOUCH_REVISIONS,     // the revisions of post id
    TOUCH_HELD,          // id 0: comments that are not approved
    TOUCH_TERM_COUNTS,   // id 0: how many articles any term has
    TOUCH_USERS,         // id 0: the set of users, their fields, and which of them have published
    TOUCH_PRIVATE,       // id 0: what no page is made from: sessions, application passwords, letters
};

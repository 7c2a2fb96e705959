// touch kinds: what a write can say it changed. Publishes are lists of {kind, id}.
#pragma once

enum touch_kind {
    TOUCH_POST = 1,      // the post id's own fields, terms or meta
    TOUCH_COMMENTS,      // the comments of post id, and so its comment_count
    TOUCH_TERM,          // term id: its fields, its counts, or its place in the tree
    TOUCH_ARCHIVE,       // the list of published posts in term id (its sub-categories included)
    TOUCH_USER,          // user id: its fields, or post_count
    TOUCH_POSTS,         // id 0: any list of published posts (front page, feeds, date archives)
    TOUCH_ALL_COMMENTS,  // id 0: any list of comments over all posts
    TOUCH_TERMS,         // id 0: the set of terms, their names and places, and which of them are empty
    TOUCH_SETTINGS,      // id 0
    TOUCH_MAIL,          // id 0: a letter waits
};

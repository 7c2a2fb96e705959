// rules_talk: a site with an article that can be talked about, for the tests of discussions.
#pragma once

#include "rules_site.h"
#include "server/rules/discussion.h"

enum { NOW = 1795514400, DAY = 86400 };

struct talk {
    struct test_site *site;
    struct user *chief, *anna, *reader;  // administrator, author of `post`, subscriber
    int64_t post, page, draft, secret;
};

static inline struct talk talk_open(void) {
    struct talk talk = {.site = test_site_open()};
    struct error error = {0};
    struct site_options options = {0};
    assert_true(site_create(&talk.site->app, &talk.site->arena, &options, &error));
    talk.chief = test_user(talk.site, "chief", ROLE_ADMINISTRATOR, "");
    talk.anna = test_user(talk.site, "anna", ROLE_AUTHOR, "");
    talk.reader = test_user(talk.site, "reader", ROLE_SUBSCRIBER, "");
    struct post post = test_post_blank(POST_TYPE_POST, POST_PUBLISH);
    post.title = "Story";
    post.author = talk.anna->id;
    post.published = NOW - 10 * DAY;
    test_save(talk.site, NULL, &post, NULL, NOW - 10 * DAY);
    talk.post = post.id;
    struct post draft = test_post_blank(POST_TYPE_POST, POST_DRAFT);
    draft.title = "Draft";
    test_save(talk.site, NULL, &draft, NULL, NOW);
    talk.draft = draft.id;
    struct post secret = test_post_blank(POST_TYPE_POST, POST_PRIVATE);
    secret.title = "Secret";
    test_save(talk.site, NULL, &secret, NULL, NOW);
    talk.secret = secret.id;
    talk.page = test_publish(talk.site, POST_TYPE_PAGE, 0, "page-here", NOW);
    test_set(talk.site, "comment_flood_interval", "0");
    return talk;
}

static inline struct discussion_submission guest(const struct talk *talk, const char *content) {
    return (struct discussion_submission){.post = talk->post,
                                          .name = "Guest",
                                          .email = "guest@example.org",
                                          .url = "",
                                          .content = content,
                                          .address = "192.0.2.1",
                                          .user_agent = "Browser/1",
                                          .now = NOW};
}

static inline struct discussion_outcome submit(const struct talk *talk,
                                               const struct discussion_submission *submission) {
    struct discussion_outcome outcome;
    discussion_submit(&talk->site->app, &talk->site->arena, submission, &outcome);
    return outcome;
}

struct open_arguments {
    int64_t post;
    bool open;
};
static inline enum db_result write_open(struct db *db, void *argument) {
    struct open_arguments *open = argument;
    return post_set_comments_open(db, open->post, open->open);
}
static inline void set_open(const struct talk *talk, int64_t post, bool open) {
    struct open_arguments arguments = {post, open};
    assert_int_equal(store_write(talk->site->app.store, write_open, &arguments), DB_OK);
}

// views: what each page hands to its template, and the tables that name it there.
//
// Template NAME.mustache is compiled against NAME_view_type: front, article, page, archive, not_found, error,
// comment_problem, login, password_reset, message, authorize. Partials see the same names through the sections they
// stand in.
//
// Rules for templates
// - A text that is absent is NULL: {{#standfirst}}...{{/standfirst}} prints nothing then. No text is ever "".
// - A list NAME comes with its length NAME_count, so that what stands around it can be left out:
//   {{#tags_count}}<ul>{{#tags}}<li>...</li>{{/tags}}</ul>{{/tags_count}}.
// - `layout` is on every page: {{layout.home_url}}, or {{#layout}}...{{/layout}}.
// - Kinds are in views.c: HTML fields are trusted mark-up (headlines hold entities and perhaps <em>; print them in text
//   only, for attributes there is a plain twin), URL fields are checked and escaped, all others escaped as text.
// - The content security policy forbids style and script attributes: hues are numbers for class names ("hue-7").
// - Nothing personal is in a view unless the response is personal; layout.user is NULL on every shared page.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct view_type;

// A moment. In templates: <time datetime="{{machine}}">{{date}}, {{time}}</time>.
struct time_view {
    const char *machine;  // "2026-11-24T09:30:00+03:00"
    const char *date;     // by the site's date_format: "November 24, 2026"
    const char *time;     // by the site's time_format: "9:30 am"
};

struct link_view {
    const char *name;
    const char *url;
    int64_t count;  // articles behind it, where that is known
    bool current;   // the page that is shown (aria-current="page"), or a section that it stands in
};

// A link whose words are a headline.
struct headline_link_view {
    const char *headline;  // HTML
    const char *url;
};

// A step of the breadcrumb, from "Home" to the page itself.
struct crumb_view {
    const char *name;
    const char *url;   // NULL for the page itself
    int64_t position;  // from 1
    bool current;      // the last one
};

// A picture with its sizes known, so that nothing shifts (server/pages/image.h).
struct image_view {
    const char *url;
    const char *srcset;
    int64_t width, height;
    const char *alt;
    const char *caption;  // HTML
    // The one for a link from elsewhere; no template knows it.
    const char *large_url;
    int64_t large_width, large_height;
};

// <link rel="alternate" type="..." title="..." href="...">
struct feed_view {
    const char *type;
    const char *title;
    const char *url;
};

struct social_image_view {
    const char *url;
    int64_t width, height;
    const char *alt;
};

// How the page looks where somebody links to it: Open Graph and Twitter cards.
struct social_view {
    const char *type;    // "article" or "website"
    const char *title;   // of the page alone
    const char *locale;  // "en_US"
    const char *card;    // "summary" or "summary_large_image"
    const struct social_image_view *image;
    // Of articles; times as "2026-11-24T09:30:00+03:00".
    const char *published, *modified;
    const char *section;
    const char *author_url;
    const struct link_view *tags;
    size_t tags_count;
};

// Someone who is logged in.
struct user_view {
    const char *name;
    const char *log_out_url;
};

struct layout_view {
    // <head>
    const char *language;     // "en-US"
    const char *direction;    // "ltr" or "rtl"
    const char *page_title;   // of the whole document: "Headline – Site"
    const char *description;  // meta description
    const char *canonical;    // absolute; NULL on pages without an address of their own (errors, log-in, previews)
    const char *prev_url;     // <link rel="prev">
    const char *next_url;     // <link rel="next">
    bool noindex;             // <meta name="robots" content="noindex">
    const char *style_url;    // the style sheet
    const char *icon_url;     // the favicon
    const char *icon_type;    // "image/svg+xml"
    const char *icon_sizes;   // "150x150"; NULL: any
    const char *touch_icon_url;
    const char *api_url;       // <link rel="https://api.w.org/" href="...">
    const char *api_item_url;  // <link rel="alternate" type="application/json" href="...">: this article or term
    const char *oembed_url;    // <link rel="alternate" type="application/json+oembed" href="...">; NULL: not quotable
    const char *json_ld;       // HTML: goes inside <script type="application/ld+json">
    const struct feed_view *feeds;  // of the site, its comments, what is listed here or said of it
    size_t feeds_count;
    const char *rsd_url;               // <link rel="EditURI">
    const struct social_view *social;  // NULL on pages without an address of their own
    const char *kind;                  // for a class on <body>: "front", "article", "page", "archive", "error", "login"

    // nameplate, navigation, foot
    const char *site_title;
    const char *site_description;
    const struct image_view *logo;  // in place of the title's letters; NULL: none
    const char *home_url;
    bool at_home;                      // first page of the front page: the nameplate is the <h1> there
    const char *today;                 // "Tuesday, November 24, 2026"
    const char *today_machine;         // "2026-11-24"
    int64_t year;                      // for the foot
    const struct link_view *sections;  // top categories that hold articles, by name
    size_t sections_count;
    const struct link_view *pages;  // pages without a parent, by their order
    size_t pages_count;
    const char *search_url;    // action of a GET form with the field "s"
    const char *search_query;  // what was searched for, on the page of results
    const char *log_in_url;
    const struct user_view *user;  // who is logged in; NULL on every shared page
    // HTML, made from all that: what stands above and below the page itself.
    const char *head, *foot;
};

// What a page's frame is made from: head.mustache and foot.mustache.
struct frame_view {
    const struct layout_view *layout;
};

// An article in a list.
// An article in a list.
struct story_view {
    int64_t id;
    const char *headline;  // HTML
    const char *html;      // story.mustache
};

struct teaser_view {
    int64_t id;
    const char *url;
    const char *headline;      // HTML
    const char *section_name;  // its primary category; NULL: none
    const char *section_url;
    const char *standfirst;  // HTML, whole paragraphs; NULL when it has no text or is password-protected
    const char *snippet;     // HTML: where the words of a search stand, with <mark>; NULL: no search
    const char *author_name;
    const char *author_url;
    const char *more_url;   // what follows the <!--more--> that ends the standfirst; NULL: none
    const char *more_text;  // its words
    const struct time_view *published;
    const char *comments_label;  // "3 comments", "1 comment"; NULL when there are none
    const char *comments_url;
    int64_t comments_count;
    bool comments_closed;  // says "Comments closed" in the quiet voice
    bool sticky;           // pinned on top of the front page
    bool leads;            // the lead of the front page: its picture is the first thing seen
    bool is_protected;     // needs a password
    const struct image_view *image;
};

// A step of the pagination: a number, or a gap ("…") between numbers.
struct pager_step_view {
    int64_t number;
    const char *url;  // NULL for the current page and gaps
    bool current;
    bool gap;
};

// NULL in its page when there is one page only.
struct pager_view {
    const char *newer_url;  // NULL on the first page
    const char *older_url;  // NULL on the last page
    const struct pager_step_view *steps;
    size_t steps_count;
    int64_t page, last;
};

// front: page 1 has the lead, up to two seconds and the river; further pages have the river only.
// A comment among the newest.
struct remark_view {
    const char *author;
    const char *headline;  // HTML, of the article
    const char *url;       // of the comment
};

struct front_view {
    const struct layout_view *layout;
    const struct story_view *lead;  // NULL on further pages, and where the site has no articles
    const struct story_view *seconds;
    size_t seconds_count;
    const struct story_view *river;
    size_t river_count;
    bool empty;                         // the site has no articles yet
    const struct remark_view *remarks;  // the newest comments; none on further pages
    size_t remarks_count;
    const struct pager_view *pager;
};

// A field of a form with what was typed and what is wrong with it.
struct field_view {
    const char *name;      // of the field; also its id
    const char *value;     // NULL: empty
    const char *error;     // a sentence; NULL when it is right. Its element's id: "{{error_id}}"
    const char *error_id;  // "author-error"; set together with error (aria-describedby)
    bool required;
    int64_t max_length;
};

struct form_error_view {
    const char *message;
    const char *url;  // "#author": the field it is about
};

struct consent_view {
    const char *name;  // of the check box (value "yes"); also its id
    bool checked;
};

// The comment form. Method POST. Hidden fields: comment_post_ID = post, comment_parent = parent, and token_name =
// token.
struct comment_form_view {
    const char *action;
    int64_t post, parent;  // parent 0: no reply
    const char *token_name, *token;
    // A text field that no person may fill: off screen for all, label "Leave this field empty", autocomplete="off",
    // tabindex="-1", inside aria-hidden. Not display:none on the field itself.
    const char *honeypot_name;
    const char *reply_to;                  // "Ann": whom this answers; NULL: no reply
    const char *cancel_url;                // the form without replying; NULL with reply_to NULL
    const struct form_error_view *errors;  // the summary on top (role="alert"), in the order of the fields
    size_t errors_count;
    const struct user_view *user;  // logged in: the name is shown, and author, email, url are NULL
    const struct field_view *author, *email, *url;
    const struct field_view *comment;
    const struct consent_view *consent;  // "Save my name, email, and website in this browser ..."; NULL: not offered
};

// The form in which a commenter changes his own comment. Method POST. Hidden fields: comment_post_ID = post,
// comment_ID = comment, and token_name = token; the button that deletes is named delete_name.
struct comment_edit_view {
    const char *action;
    int64_t post, comment;
    const char *token_name, *token;
    const char *delete_name;
    const struct form_error_view *errors;
    size_t errors_count;
    const struct field_view *text;  // NULL: closed meanwhile, it can only be deleted
    const char *until;              // "9:45 am"
    const char *cancel_url;
};

struct comment_body_view {
    int64_t id;
    const char *anchor;       // "comment-17": the element's id
    bool gone;                // no longer there, but answered: a neutral line; nothing else is set
    const char *ping;         // "Pingback": a link from another site; neither content nor initials are set then
    const char *url;          // the permalink
    const char *author_name;  // "Anonymous" where none was given
    const char *author_url;   // NULL: none
    const char *initials;     // one or two letters, " " for a blank circle; NULL: the site shows none
    int64_t hue;              // 0 to 11, from the name: class "hue-7"
    bool by_author;           // wrote the article
    bool staff;               // belongs to the newsroom (not said again of the article's author)
    bool held;                // the reader's own comment that awaits moderation (personal pages only)
    const char *edit_url;     // the reader's own comment, which he may still change (personal pages only)
    const char *edit_until;   // "9:45 am"
    const struct time_view *published;
    const char *ago;      // "yesterday"; NULL for what is older than a month
    bool edited;          // by its author, after it was sent
    const char *content;  // HTML
    // Set where the thread is too deep to indent further: whom this answers.
    const char *in_reply_to;
    const char *in_reply_to_url;
    const char *reply_url;  // NULL: no reply possible
};

struct comment_view {
    int64_t id;
    int64_t depth;                        // 1 for the top level
    const char *body;                     // HTML: comment_body.mustache
    const struct comment_view *children;  // the same again
    size_t children_count;
    bool has_children;
};

// NULL in its page when it is silent: closed, without comments, and a page that never took any.
struct discussion_view {
    int64_t count;
    const char *heading;  // "3 comments", "1 comment"; NULL when there are none
    bool none;            // no comment yet
    const struct comment_view *comments;
    size_t comments_count;
    const char *more;                // a sentence: there are more than the page can show; NULL mostly
    const struct pager_view *pager;  // pages of comments: `older` leads to a lower number here
    const char *closed_sentence;     // "Comments are closed. ..."; NULL while it is open
    bool log_in_required;            // open, but only for who is logged in: a link to log_in_url
    const char *log_in_url;
    const struct comment_form_view *form;  // NULL when closed or log_in_required
    const struct comment_edit_view *edit;  // instead of the form
};

// The form of a password-protected article. Method POST, password field post_password, hidden field redirect_to.
struct password_form_view {
    const char *action;
    const char *redirect_to;
    const char *field_id;
    bool wrong;  // a password was given, but not this one
};

struct author_view {
    const char *name;
    const char *url;
    const char *initials;
    int64_t hue;
    const char *description;  // HTML, whole paragraphs
};

struct article_view {
    const struct layout_view *layout;
    const struct crumb_view *breadcrumb;
    size_t breadcrumb_count;
    int64_t id;
    const char *url;
    const char *section_name;  // the primary category
    const char *section_url;
    const char *headline;    // HTML
    const char *standfirst;  // HTML, whole paragraphs; only where one was written
    const struct author_view *author;
    const struct time_view *published;
    const struct time_view *updated;  // NULL when it was not changed noticeably after publication
    const struct image_view *image;
    const char *content;             // HTML; NULL when password_form is set or there is no text
    const struct pager_view *pages;  // of the content, divided by <!--nextpage-->; "newer" is the one before
    const struct password_form_view *password_form;
    const struct link_view *tags;
    size_t tags_count;
    const struct headline_link_view *previous, *next;  // older, newer; NULL at the ends
    const struct headline_link_view *related;          // by what they are about
    size_t related_count;
    const char *preview;        // "Draft", "Private", "Scheduled": not public, shown because the reader may see it
    const char *preview_until;  // seen by a signed link: the day on which that ends
    const struct discussion_view *discussion;
};

struct page_view {
    const struct layout_view *layout;
    const struct crumb_view *breadcrumb;  // through the parents
    size_t breadcrumb_count;
    int64_t id;
    const char *url;
    const char *headline;  // HTML
    const struct time_view *published;
    const struct time_view *updated;
    const struct image_view *image;
    const char *content;  // HTML
    const struct pager_view *pages;
    const struct password_form_view *password_form;
    const struct headline_link_view *children;  // pages below this one
    size_t children_count;
    const char *preview;
    const char *preview_until;  // seen by a signed link: the day on which that ends
    const struct discussion_view *discussion;
};

// Category, tag, author, date and search.
// A choice of a form.
struct option_view {
    int64_t value;
    const char *name;
    bool selected;
};

struct archive_view {
    const struct layout_view *layout;
    const struct crumb_view *breadcrumb;
    size_t breadcrumb_count;
    const char *label;                    // "Section", "Tag", "Author", "Day", "Month", "Year", "Search"
    const char *title;                    // text
    const char *description;              // HTML, whole paragraphs
    const struct author_view *author;     // author archives
    const struct link_view *subsections;  // categories directly below, with their counts
    size_t subsections_count;
    bool is_search;                             // show the search form with layout.search_query
    const struct option_view *search_sections;  // what it can be narrowed to
    size_t search_sections_count;
    bool by_date;             // the newest first, not the best
    const char *wider_url;    // of a search in all sections, when there was nothing in the one asked for
    const char *count_label;  // "12 articles"
    const struct story_view *articles;
    size_t articles_count;
    bool empty;
    const struct pager_view *pager;
};

struct not_found_view {
    const struct layout_view *layout;
    int64_t status;     // 404
    const char *title;  // "Page not found"
    const char *sentence;
    const struct story_view *newest;  // a few, newest first
    size_t newest_count;
};

struct error_view {
    const struct layout_view *layout;
    int64_t status;
    const char *title;  // "Something went wrong"
    const char *sentence;
    const char *kept_text;  // what the reader had typed, to be shown in a read-only text area; NULL mostly
    const char *back_url;   // NULL: none
    const char *back_label;
};

// A comment that was not accepted. With `form`: the form again, all text kept in it. Without: closed, and kept_text
// shows what was typed.
struct comment_problem_view {
    const struct layout_view *layout;
    int64_t status;
    const char *title;  // "Comments are closed", "Please check your comment", "You have said that already"
    const char *sentence;
    const struct headline_link_view *article;  // NULL when it is not known or not public
    const char *kept_text;
    const struct comment_form_view *form;
    const struct comment_edit_view *edit;  // of a comment that was to be changed, instead of the form
};

// The page that letters to moderators lead to. Method POST; fields c, _wpnonce; buttons approve, spam, trash.
struct comment_moderate_view {
    const struct layout_view *layout;
    const char *headline;  // HTML, of the article
    const char *article_url;
    const char *author_name;
    const char *author_email, *author_url;  // NULL: none
    const struct time_view *published;
    const char *content;  // HTML
    const char *status;   // a sentence
    const char *reason;   // why it was held; NULL: it was not
    const char *action;
    int64_t comment;
    const char *nonce;
    bool approves, spams, trashes;  // which buttons there are
};

// Method POST; fields log, pwd, rememberme (value "forever"), hidden redirect_to.
struct login_view {
    const struct layout_view *layout;
    const char *action;
    const char *redirect_to;  // NULL: none
    const char *log;          // what was typed as name
    bool remember;
    const char *error;              // a sentence (role="alert")
    const char *message;            // "You are now logged out." (role="status")
    const char *lost_password_url;  // NULL: the site sends no mail
};

// Two forms in one: for the name of who forgot the password, and for the new password.
struct password_reset_view {
    const struct layout_view *layout;
    const char *sentence;  // in place of a form; NULL: none
    const char *action;    // NULL: no form
    const char *error;     // a sentence (role="alert")
    bool asks_name;        // field user_login
    bool asks_password;    // fields rp_key, pass1
    const char *log;       // what was typed as name, or the account's
    const char *key;
};

struct message_view {
    const struct layout_view *layout;
    const char *title;
    const char *sentence;
    const char *action;  // a form of one button (POST) that does it; NULL: none
    const char *action_label;
    const char *token_name, *token;  // its hidden field
    const char *link_url;            // NULL: none
    const char *link_label;
};

// The page on which an application asks for a password. Method POST; fields _wpnonce, action
// ("authorize_application_password"), app_name, app_id, success_url, reject_url; buttons approve and reject.
struct authorize_view {
    const struct layout_view *layout;
    const char *title;
    bool asks;           // the form; else the password
    const char *called;  // what the application calls itself; NULL: nothing
    const char *user_name;
    const char *destination;  // where the password goes: "app.example.org", "myapp:"; NULL: it is shown
    const char *action;
    const char *error;  // a sentence (role="alert")
    const char *nonce;
    const char *app_name, *app_id, *success_url, *reject_url;
    const char *password;  // made just now, shown once
    const char *home_url;
};

// The page around the newsroom's app (static/newsroom/site.ts reads it). Paths work under whichever name it was asked
// by.
struct newsroom_view {
    const char *language, *direction;
    const char *page_title, *site_title;
    const char *style_url, *script_url, *icon_url;
    const char *base, *rest_url, *home_url;
    const char *here;  // the path that was asked for, for a log-in without the app
    const char *locale, *time_zone;
    int64_t start_of_week;
    const char *content_format;  // of new articles
    const char *nonce;           // NULL: nobody is logged in
    int64_t user;
    const char *log_in_action;      // method POST; fields as of login_view
    const char *lost_password_url;  // NULL: the site sends no mail
};

extern const struct view_type front_view_type, article_view_type, page_view_type, archive_view_type,
    not_found_view_type, error_view_type, comment_problem_view_type, login_view_type, comment_moderate_view_type,
    password_reset_view_type, message_view_type, authorize_view_type, newsroom_view_type, comment_body_view_type,
    teaser_view_type, frame_view_type;

// All types, also of the parts, for tests; NULL-terminated.
extern const struct view_type *const view_types[];

// views: the tables behind views.h. A field that is not listed here does not exist for templates.
#include "server/pages/views.h"

#include "server/text/view.h"

// A list, and its length under "NAME_count": {{#tags_count}}<ul>{{#tags}}...{{/tags}}</ul>{{/tags_count}}.
#define LIST_FIELD(struct_, member_, type_) \
    VIEW_LIST_FIELD(struct_, member_, type_), VIEW_FIELD(VIEW_INTEGER, struct_, member_##_count)

_Static_assert(sizeof(size_t) == sizeof(int64_t), "lengths of lists are printed as VIEW_INTEGER");

static const struct view_field time_fields[] = {
    VIEW_FIELD(VIEW_TEXT, time_view, machine),
    VIEW_FIELD(VIEW_TEXT, time_view, date),
    VIEW_FIELD(VIEW_TEXT, time_view, time),
};
static const struct view_type time_type = VIEW_TYPE(time_view, time_fields);

static const struct view_field link_fields[] = {
    VIEW_FIELD(VIEW_TEXT, link_view, name),
    VIEW_FIELD(VIEW_URL, link_view, url),
    VIEW_FIELD(VIEW_COUNT, link_view, count),
    VIEW_FIELD(VIEW_BOOL, link_view, current),
};
static const struct view_type link_type = VIEW_TYPE(link_view, link_fields);

static const struct view_field headline_link_fields[] = {
    VIEW_FIELD(VIEW_HTML, headline_link_view, headline),
    VIEW_FIELD(VIEW_URL, headline_link_view, url),
};
static const struct view_type headline_link_type = VIEW_TYPE(headline_link_view, headline_link_fields);

static const struct view_field crumb_fields[] = {
    VIEW_FIELD(VIEW_TEXT, crumb_view, name),
    VIEW_FIELD(VIEW_URL, crumb_view, url),
    VIEW_FIELD(VIEW_INTEGER, crumb_view, position),
    VIEW_FIELD(VIEW_BOOL, crumb_view, current),
};
static const struct view_type crumb_type = VIEW_TYPE(crumb_view, crumb_fields);

static const struct view_field image_fields[] = {
    VIEW_FIELD(VIEW_URL, image_view, url),       VIEW_FIELD(VIEW_TEXT, image_view, srcset),
    VIEW_FIELD(VIEW_INTEGER, image_view, width), VIEW_FIELD(VIEW_INTEGER, image_view, height),
    VIEW_FIELD(VIEW_TEXT, image_view, alt),      VIEW_FIELD(VIEW_HTML, image_view, caption),
};
static const struct view_type image_type = VIEW_TYPE(image_view, image_fields);

static const struct view_field feed_fields[] = {
    VIEW_FIELD(VIEW_TEXT, feed_view, type),
    VIEW_FIELD(VIEW_TEXT, feed_view, title),
    VIEW_FIELD(VIEW_URL, feed_view, url),
};
static const struct view_type feed_type = VIEW_TYPE(feed_view, feed_fields);

static const struct view_field social_image_fields[] = {
    VIEW_FIELD(VIEW_URL, social_image_view, url),
    VIEW_FIELD(VIEW_INTEGER, social_image_view, width),
    VIEW_FIELD(VIEW_INTEGER, social_image_view, height),
    VIEW_FIELD(VIEW_TEXT, social_image_view, alt),
};
static const struct view_type social_image_type = VIEW_TYPE(social_image_view, social_image_fields);

static const struct view_field social_fields[] = {
    VIEW_FIELD(VIEW_TEXT, social_view, type),
    VIEW_FIELD(VIEW_TEXT, social_view, title),
    VIEW_FIELD(VIEW_TEXT, social_view, locale),
    VIEW_FIELD(VIEW_TEXT, social_view, card),
    VIEW_OBJECT_FIELD(social_view, image, &social_image_type),
    VIEW_FIELD(VIEW_TEXT, social_view, published),
    VIEW_FIELD(VIEW_TEXT, social_view, modified),
    VIEW_FIELD(VIEW_TEXT, social_view, section),
    VIEW_FIELD(VIEW_URL, social_view, author_url),
    LIST_FIELD(social_view, tags, &link_type),
};
static const struct view_type social_type = VIEW_TYPE(social_view, social_fields);

static const struct view_field user_fields[] = {
    VIEW_FIELD(VIEW_TEXT, user_view, name),
    VIEW_FIELD(VIEW_URL, user_view, log_out_url),
};
static const struct view_type user_type = VIEW_TYPE(user_view, user_fields);

// Twice below.
#define LAYOUT_FIELDS                                                                                         \
    VIEW_FIELD(VIEW_TEXT, layout_view, language), VIEW_FIELD(VIEW_TEXT, layout_view, direction),              \
        VIEW_FIELD(VIEW_TEXT, layout_view, page_title), VIEW_FIELD(VIEW_TEXT, layout_view, description),      \
        VIEW_FIELD(VIEW_URL, layout_view, canonical), VIEW_FIELD(VIEW_URL, layout_view, prev_url),            \
        VIEW_FIELD(VIEW_URL, layout_view, next_url), VIEW_FIELD(VIEW_BOOL, layout_view, noindex),             \
        VIEW_FIELD(VIEW_URL, layout_view, style_url), VIEW_FIELD(VIEW_URL, layout_view, icon_url),            \
        VIEW_FIELD(VIEW_URL, layout_view, api_url), VIEW_FIELD(VIEW_URL, layout_view, api_item_url),          \
        VIEW_FIELD(VIEW_URL, layout_view, oembed_url), VIEW_FIELD(VIEW_HTML, layout_view, json_ld),           \
        LIST_FIELD(layout_view, feeds, &feed_type), VIEW_FIELD(VIEW_URL, layout_view, rsd_url),               \
        VIEW_OBJECT_FIELD(layout_view, social, &social_type), VIEW_FIELD(VIEW_TEXT, layout_view, kind),       \
        VIEW_FIELD(VIEW_TEXT, layout_view, site_title), VIEW_FIELD(VIEW_TEXT, layout_view, site_description), \
        VIEW_FIELD(VIEW_URL, layout_view, home_url), VIEW_FIELD(VIEW_BOOL, layout_view, at_home),             \
        VIEW_FIELD(VIEW_TEXT, layout_view, today), VIEW_FIELD(VIEW_TEXT, layout_view, today_machine),         \
        VIEW_FIELD(VIEW_NUMBER, layout_view, year), LIST_FIELD(layout_view, sections, &link_type),            \
        LIST_FIELD(layout_view, pages, &link_type), VIEW_FIELD(VIEW_URL, layout_view, search_url),            \
        VIEW_FIELD(VIEW_TEXT, layout_view, search_query), VIEW_FIELD(VIEW_URL, layout_view, log_in_url),      \
        VIEW_FIELD(VIEW_TEXT, layout_view, icon_type), VIEW_FIELD(VIEW_TEXT, layout_view, icon_sizes),        \
        VIEW_FIELD(VIEW_URL, layout_view, touch_icon_url), VIEW_OBJECT_FIELD(layout_view, logo, &image_type), \
        VIEW_OBJECT_FIELD(layout_view, user, &user_type)

static const struct view_field layout_fields[] = {LAYOUT_FIELDS};
static const struct view_type bare_layout_type = VIEW_TYPE(layout_view, layout_fields);

static const struct view_field frame_fields[] = {VIEW_OBJECT_FIELD(frame_view, layout, &bare_layout_type)};
const struct view_type frame_view_type = VIEW_TYPE(frame_view, frame_fields);

// As pages see it, whose frame is made.
static const struct view_field layout_with_frame_fields[] = {
    VIEW_FIELD(VIEW_HTML, layout_view, head),
    VIEW_FIELD(VIEW_HTML, layout_view, foot),
    LAYOUT_FIELDS,
};
static const struct view_type layout_type = VIEW_TYPE(layout_view, layout_with_frame_fields);

static const struct view_field teaser_fields[] = {
    VIEW_FIELD(VIEW_INTEGER, teaser_view, id),
    VIEW_FIELD(VIEW_URL, teaser_view, url),
    VIEW_FIELD(VIEW_HTML, teaser_view, headline),
    VIEW_FIELD(VIEW_TEXT, teaser_view, section_name),
    VIEW_FIELD(VIEW_URL, teaser_view, section_url),
    VIEW_FIELD(VIEW_HTML, teaser_view, standfirst),
    VIEW_FIELD(VIEW_HTML, teaser_view, snippet),
    VIEW_FIELD(VIEW_URL, teaser_view, more_url),
    VIEW_FIELD(VIEW_TEXT, teaser_view, more_text),
    VIEW_FIELD(VIEW_TEXT, teaser_view, author_name),
    VIEW_FIELD(VIEW_URL, teaser_view, author_url),
    VIEW_OBJECT_FIELD(teaser_view, published, &time_type),
    VIEW_FIELD(VIEW_TEXT, teaser_view, comments_label),
    VIEW_FIELD(VIEW_URL, teaser_view, comments_url),
    VIEW_FIELD(VIEW_INTEGER, teaser_view, comments_count),
    VIEW_FIELD(VIEW_BOOL, teaser_view, comments_closed),
    VIEW_FIELD(VIEW_BOOL, teaser_view, sticky),
    VIEW_FIELD(VIEW_BOOL, teaser_view, leads),
    VIEW_FIELD(VIEW_BOOL, teaser_view, is_protected),
    VIEW_OBJECT_FIELD(teaser_view, image, &image_type),
};
const struct view_type teaser_view_type = VIEW_TYPE(teaser_view, teaser_fields);

static const struct view_field story_fields[] = {
    VIEW_FIELD(VIEW_INTEGER, story_view, id),
    VIEW_FIELD(VIEW_HTML, story_view, headline),
    VIEW_FIELD(VIEW_HTML, story_view, html),
};
static const struct view_type story_type = VIEW_TYPE(story_view, story_fields);

static const struct view_field pager_step_fields[] = {
    VIEW_FIELD(VIEW_COUNT, pager_step_view, number),
    VIEW_FIELD(VIEW_URL, pager_step_view, url),
    VIEW_FIELD(VIEW_BOOL, pager_step_view, current),
    VIEW_FIELD(VIEW_BOOL, pager_step_view, gap),
};
static const struct view_type pager_step_type = VIEW_TYPE(pager_step_view, pager_step_fields);

static const struct view_field pager_fields[] = {
    VIEW_FIELD(VIEW_URL, pager_view, newer_url),     VIEW_FIELD(VIEW_URL, pager_view, older_url),
    LIST_FIELD(pager_view, steps, &pager_step_type), VIEW_FIELD(VIEW_COUNT, pager_view, page),
    VIEW_FIELD(VIEW_COUNT, pager_view, last),
};
static const struct view_type pager_type = VIEW_TYPE(pager_view, pager_fields);

static const struct view_field remark_fields[] = {
    VIEW_FIELD(VIEW_TEXT, remark_view, author),
    VIEW_FIELD(VIEW_HTML, remark_view, headline),
    VIEW_FIELD(VIEW_URL, remark_view, url),
};
static const struct view_type remark_type = VIEW_TYPE(remark_view, remark_fields);

static const struct view_field front_fields[] = {
    VIEW_OBJECT_FIELD(front_view, layout, &layout_type),
    VIEW_OBJECT_FIELD(front_view, lead, &story_type),
    LIST_FIELD(front_view, seconds, &story_type),
    LIST_FIELD(front_view, river, &story_type),
    VIEW_FIELD(VIEW_BOOL, front_view, empty),
    LIST_FIELD(front_view, remarks, &remark_type),
    VIEW_OBJECT_FIELD(front_view, pager, &pager_type),
};
const struct view_type front_view_type = VIEW_TYPE(front_view, front_fields);

static const struct view_field field_fields[] = {
    VIEW_FIELD(VIEW_TEXT, field_view, name),     VIEW_FIELD(VIEW_TEXT, field_view, value),
    VIEW_FIELD(VIEW_TEXT, field_view, error),    VIEW_FIELD(VIEW_TEXT, field_view, error_id),
    VIEW_FIELD(VIEW_BOOL, field_view, required), VIEW_FIELD(VIEW_INTEGER, field_view, max_length),
};
static const struct view_type field_type = VIEW_TYPE(field_view, field_fields);

static const struct view_field form_error_fields[] = {
    VIEW_FIELD(VIEW_TEXT, form_error_view, message),
    VIEW_FIELD(VIEW_URL, form_error_view, url),
};
static const struct view_type form_error_type = VIEW_TYPE(form_error_view, form_error_fields);

static const struct view_field consent_fields[] = {
    VIEW_FIELD(VIEW_TEXT, consent_view, name),
    VIEW_FIELD(VIEW_BOOL, consent_view, checked),
};
static const struct view_type consent_type = VIEW_TYPE(consent_view, consent_fields);

static const struct view_field comment_form_fields[] = {
    VIEW_FIELD(VIEW_URL, comment_form_view, action),
    VIEW_FIELD(VIEW_INTEGER, comment_form_view, post),
    VIEW_FIELD(VIEW_INTEGER, comment_form_view, parent),
    VIEW_FIELD(VIEW_TEXT, comment_form_view, token_name),
    VIEW_FIELD(VIEW_TEXT, comment_form_view, token),
    VIEW_FIELD(VIEW_TEXT, comment_form_view, honeypot_name),
    VIEW_FIELD(VIEW_TEXT, comment_form_view, reply_to),
    VIEW_FIELD(VIEW_URL, comment_form_view, cancel_url),
    LIST_FIELD(comment_form_view, errors, &form_error_type),
    VIEW_OBJECT_FIELD(comment_form_view, user, &user_type),
    VIEW_OBJECT_FIELD(comment_form_view, author, &field_type),
    VIEW_OBJECT_FIELD(comment_form_view, email, &field_type),
    VIEW_OBJECT_FIELD(comment_form_view, url, &field_type),
    VIEW_OBJECT_FIELD(comment_form_view, comment, &field_type),
    VIEW_OBJECT_FIELD(comment_form_view, consent, &consent_type),
};
static const struct view_type comment_form_type = VIEW_TYPE(comment_form_view, comment_form_fields);

static const struct view_field comment_edit_fields[] = {
    VIEW_FIELD(VIEW_URL, comment_edit_view, action),         VIEW_FIELD(VIEW_INTEGER, comment_edit_view, post),
    VIEW_FIELD(VIEW_INTEGER, comment_edit_view, comment),    VIEW_FIELD(VIEW_TEXT, comment_edit_view, token_name),
    VIEW_FIELD(VIEW_TEXT, comment_edit_view, token),         VIEW_FIELD(VIEW_TEXT, comment_edit_view, delete_name),
    LIST_FIELD(comment_edit_view, errors, &form_error_type), VIEW_OBJECT_FIELD(comment_edit_view, text, &field_type),
    VIEW_FIELD(VIEW_TEXT, comment_edit_view, until),         VIEW_FIELD(VIEW_URL, comment_edit_view, cancel_url),
};
static const struct view_type comment_edit_type = VIEW_TYPE(comment_edit_view, comment_edit_fields);

// Refers to itself through `children`.
static const struct view_type comment_type;
static const struct view_field comment_body_fields[] = {
    VIEW_FIELD(VIEW_INTEGER, comment_body_view, id),
    VIEW_FIELD(VIEW_TEXT, comment_body_view, anchor),
    VIEW_FIELD(VIEW_BOOL, comment_body_view, gone),
    VIEW_FIELD(VIEW_TEXT, comment_body_view, ping),
    VIEW_FIELD(VIEW_URL, comment_body_view, url),
    VIEW_FIELD(VIEW_TEXT, comment_body_view, author_name),
    VIEW_FIELD(VIEW_URL, comment_body_view, author_url),
    VIEW_FIELD(VIEW_TEXT, comment_body_view, initials),
    VIEW_FIELD(VIEW_INTEGER, comment_body_view, hue),
    VIEW_FIELD(VIEW_BOOL, comment_body_view, by_author),
    VIEW_FIELD(VIEW_BOOL, comment_body_view, staff),
    VIEW_FIELD(VIEW_BOOL, comment_body_view, held),
    VIEW_FIELD(VIEW_URL, comment_body_view, edit_url),
    VIEW_FIELD(VIEW_TEXT, comment_body_view, edit_until),
    VIEW_OBJECT_FIELD(comment_body_view, published, &time_type),
    VIEW_FIELD(VIEW_TEXT, comment_body_view, ago),
    VIEW_FIELD(VIEW_BOOL, comment_body_view, edited),
    VIEW_FIELD(VIEW_HTML, comment_body_view, content),
    VIEW_FIELD(VIEW_TEXT, comment_body_view, in_reply_to),
    VIEW_FIELD(VIEW_URL, comment_body_view, in_reply_to_url),
    VIEW_FIELD(VIEW_URL, comment_body_view, reply_url),
};
const struct view_type comment_body_view_type = VIEW_TYPE(comment_body_view, comment_body_fields);

static const struct view_type comment_type;
static const struct view_field comment_fields[] = {
    VIEW_FIELD(VIEW_INTEGER, comment_view, id),        VIEW_FIELD(VIEW_INTEGER, comment_view, depth),
    VIEW_FIELD(VIEW_HTML, comment_view, body),         LIST_FIELD(comment_view, children, &comment_type),
    VIEW_FIELD(VIEW_BOOL, comment_view, has_children),
};
static const struct view_type comment_type = VIEW_TYPE(comment_view, comment_fields);

static const struct view_field discussion_fields[] = {
    VIEW_FIELD(VIEW_INTEGER, discussion_view, count),
    VIEW_FIELD(VIEW_TEXT, discussion_view, heading),
    VIEW_FIELD(VIEW_BOOL, discussion_view, none),
    LIST_FIELD(discussion_view, comments, &comment_type),
    VIEW_FIELD(VIEW_TEXT, discussion_view, more),
    VIEW_OBJECT_FIELD(discussion_view, pager, &pager_type),
    VIEW_FIELD(VIEW_TEXT, discussion_view, closed_sentence),
    VIEW_FIELD(VIEW_BOOL, discussion_view, log_in_required),
    VIEW_FIELD(VIEW_URL, discussion_view, log_in_url),
    VIEW_OBJECT_FIELD(discussion_view, form, &comment_form_type),
    VIEW_OBJECT_FIELD(discussion_view, edit, &comment_edit_type),
};
static const struct view_type discussion_type = VIEW_TYPE(discussion_view, discussion_fields);

static const struct view_field password_form_fields[] = {
    VIEW_FIELD(VIEW_URL, password_form_view, action),
    VIEW_FIELD(VIEW_TEXT, password_form_view, redirect_to),
    VIEW_FIELD(VIEW_TEXT, password_form_view, field_id),
    VIEW_FIELD(VIEW_BOOL, password_form_view, wrong),
};
static const struct view_type password_form_type = VIEW_TYPE(password_form_view, password_form_fields);

static const struct view_field author_fields[] = {
    VIEW_FIELD(VIEW_TEXT, author_view, name),        VIEW_FIELD(VIEW_URL, author_view, url),
    VIEW_FIELD(VIEW_TEXT, author_view, initials),    VIEW_FIELD(VIEW_INTEGER, author_view, hue),
    VIEW_FIELD(VIEW_HTML, author_view, description),
};
static const struct view_type author_type = VIEW_TYPE(author_view, author_fields);

static const struct view_field article_fields[] = {
    VIEW_OBJECT_FIELD(article_view, layout, &layout_type),
    LIST_FIELD(article_view, breadcrumb, &crumb_type),
    VIEW_FIELD(VIEW_INTEGER, article_view, id),
    VIEW_FIELD(VIEW_URL, article_view, url),
    VIEW_FIELD(VIEW_TEXT, article_view, section_name),
    VIEW_FIELD(VIEW_URL, article_view, section_url),
    VIEW_FIELD(VIEW_HTML, article_view, headline),
    VIEW_FIELD(VIEW_HTML, article_view, standfirst),
    VIEW_OBJECT_FIELD(article_view, author, &author_type),
    VIEW_OBJECT_FIELD(article_view, published, &time_type),
    VIEW_OBJECT_FIELD(article_view, updated, &time_type),
    VIEW_OBJECT_FIELD(article_view, image, &image_type),
    VIEW_FIELD(VIEW_HTML, article_view, content),
    VIEW_OBJECT_FIELD(article_view, pages, &pager_type),
    VIEW_OBJECT_FIELD(article_view, password_form, &password_form_type),
    LIST_FIELD(article_view, tags, &link_type),
    VIEW_OBJECT_FIELD(article_view, previous, &headline_link_type),
    VIEW_OBJECT_FIELD(article_view, next, &headline_link_type),
    LIST_FIELD(article_view, related, &headline_link_type),
    VIEW_FIELD(VIEW_TEXT, article_view, preview),
    VIEW_FIELD(VIEW_TEXT, article_view, preview_until),
    VIEW_OBJECT_FIELD(article_view, discussion, &discussion_type),
};
const struct view_type article_view_type = VIEW_TYPE(article_view, article_fields);

static const struct view_field page_fields[] = {
    VIEW_OBJECT_FIELD(page_view, layout, &layout_type),
    LIST_FIELD(page_view, breadcrumb, &crumb_type),
    VIEW_FIELD(VIEW_INTEGER, page_view, id),
    VIEW_FIELD(VIEW_URL, page_view, url),
    VIEW_FIELD(VIEW_HTML, page_view, headline),
    VIEW_OBJECT_FIELD(page_view, published, &time_type),
    VIEW_OBJECT_FIELD(page_view, updated, &time_type),
    VIEW_OBJECT_FIELD(page_view, image, &image_type),
    VIEW_FIELD(VIEW_HTML, page_view, content),
    VIEW_OBJECT_FIELD(page_view, pages, &pager_type),
    VIEW_OBJECT_FIELD(page_view, password_form, &password_form_type),
    LIST_FIELD(page_view, children, &headline_link_type),
    VIEW_FIELD(VIEW_TEXT, page_view, preview),
    VIEW_FIELD(VIEW_TEXT, page_view, preview_until),
    VIEW_OBJECT_FIELD(page_view, discussion, &discussion_type),
};
const struct view_type page_view_type = VIEW_TYPE(page_view, page_fields);

static const struct view_field option_fields[] = {
    VIEW_FIELD(VIEW_INTEGER, option_view, value),
    VIEW_FIELD(VIEW_TEXT, option_view, name),
    VIEW_FIELD(VIEW_BOOL, option_view, selected),
};
static const struct view_type option_type = VIEW_TYPE(option_view, option_fields);

static const struct view_field archive_fields[] = {
    VIEW_OBJECT_FIELD(archive_view, layout, &layout_type),
    LIST_FIELD(archive_view, breadcrumb, &crumb_type),
    VIEW_FIELD(VIEW_TEXT, archive_view, label),
    VIEW_FIELD(VIEW_TEXT, archive_view, title),
    VIEW_FIELD(VIEW_HTML, archive_view, description),
    VIEW_OBJECT_FIELD(archive_view, author, &author_type),
    LIST_FIELD(archive_view, subsections, &link_type),
    VIEW_FIELD(VIEW_BOOL, archive_view, is_search),
    LIST_FIELD(archive_view, search_sections, &option_type),
    VIEW_FIELD(VIEW_BOOL, archive_view, by_date),
    VIEW_FIELD(VIEW_URL, archive_view, wider_url),
    VIEW_FIELD(VIEW_TEXT, archive_view, count_label),
    LIST_FIELD(archive_view, articles, &story_type),
    VIEW_FIELD(VIEW_BOOL, archive_view, empty),
    VIEW_OBJECT_FIELD(archive_view, pager, &pager_type),
};
const struct view_type archive_view_type = VIEW_TYPE(archive_view, archive_fields);

static const struct view_field not_found_fields[] = {
    VIEW_OBJECT_FIELD(not_found_view, layout, &layout_type),
    VIEW_FIELD(VIEW_NUMBER, not_found_view, status),
    VIEW_FIELD(VIEW_TEXT, not_found_view, title),
    VIEW_FIELD(VIEW_TEXT, not_found_view, sentence),
    LIST_FIELD(not_found_view, newest, &story_type),
};
const struct view_type not_found_view_type = VIEW_TYPE(not_found_view, not_found_fields);

static const struct view_field error_fields[] = {
    VIEW_OBJECT_FIELD(error_view, layout, &layout_type),
    VIEW_FIELD(VIEW_NUMBER, error_view, status),
    VIEW_FIELD(VIEW_TEXT, error_view, title),
    VIEW_FIELD(VIEW_TEXT, error_view, sentence),
    VIEW_FIELD(VIEW_TEXT, error_view, kept_text),
    VIEW_FIELD(VIEW_URL, error_view, back_url),
    VIEW_FIELD(VIEW_TEXT, error_view, back_label),
};
const struct view_type error_view_type = VIEW_TYPE(error_view, error_fields);

static const struct view_field comment_problem_fields[] = {
    VIEW_OBJECT_FIELD(comment_problem_view, layout, &layout_type),
    VIEW_FIELD(VIEW_INTEGER, comment_problem_view, status),
    VIEW_FIELD(VIEW_TEXT, comment_problem_view, title),
    VIEW_FIELD(VIEW_TEXT, comment_problem_view, sentence),
    VIEW_OBJECT_FIELD(comment_problem_view, article, &headline_link_type),
    VIEW_FIELD(VIEW_TEXT, comment_problem_view, kept_text),
    VIEW_OBJECT_FIELD(comment_problem_view, form, &comment_form_type),
    VIEW_OBJECT_FIELD(comment_problem_view, edit, &comment_edit_type),
};
const struct view_type comment_problem_view_type = VIEW_TYPE(comment_problem_view, comment_problem_fields);

static const struct view_field login_fields[] = {
    VIEW_OBJECT_FIELD(login_view, layout, &layout_type), VIEW_FIELD(VIEW_URL, login_view, action),
    VIEW_FIELD(VIEW_TEXT, login_view, redirect_to),      VIEW_FIELD(VIEW_TEXT, login_view, log),
    VIEW_FIELD(VIEW_BOOL, login_view, remember),         VIEW_FIELD(VIEW_TEXT, login_view, error),
    VIEW_FIELD(VIEW_TEXT, login_view, message),          VIEW_FIELD(VIEW_URL, login_view, lost_password_url),
};
const struct view_type login_view_type = VIEW_TYPE(login_view, login_fields);

static const struct view_field comment_moderate_fields[] = {
    VIEW_OBJECT_FIELD(comment_moderate_view, layout, &layout_type),
    VIEW_FIELD(VIEW_HTML, comment_moderate_view, headline),
    VIEW_FIELD(VIEW_URL, comment_moderate_view, article_url),
    VIEW_FIELD(VIEW_TEXT, comment_moderate_view, author_name),
    VIEW_FIELD(VIEW_TEXT, comment_moderate_view, author_email),
    VIEW_FIELD(VIEW_URL, comment_moderate_view, author_url),
    VIEW_OBJECT_FIELD(comment_moderate_view, published, &time_type),
    VIEW_FIELD(VIEW_HTML, comment_moderate_view, content),
    VIEW_FIELD(VIEW_TEXT, comment_moderate_view, status),
    VIEW_FIELD(VIEW_TEXT, comment_moderate_view, reason),
    VIEW_FIELD(VIEW_URL, comment_moderate_view, action),
    VIEW_FIELD(VIEW_INTEGER, comment_moderate_view, comment),
    VIEW_FIELD(VIEW_TEXT, comment_moderate_view, nonce),
    VIEW_FIELD(VIEW_BOOL, comment_moderate_view, approves),
    VIEW_FIELD(VIEW_BOOL, comment_moderate_view, spams),
    VIEW_FIELD(VIEW_BOOL, comment_moderate_view, trashes),
};
const struct view_type comment_moderate_view_type = VIEW_TYPE(comment_moderate_view, comment_moderate_fields);

static const struct view_field password_reset_fields[] = {
    VIEW_OBJECT_FIELD(password_reset_view, layout, &layout_type),
    VIEW_FIELD(VIEW_TEXT, password_reset_view, sentence),
    VIEW_FIELD(VIEW_URL, password_reset_view, action),
    VIEW_FIELD(VIEW_TEXT, password_reset_view, error),
    VIEW_FIELD(VIEW_BOOL, password_reset_view, asks_name),
    VIEW_FIELD(VIEW_BOOL, password_reset_view, asks_password),
    VIEW_FIELD(VIEW_TEXT, password_reset_view, log),
    VIEW_FIELD(VIEW_TEXT, password_reset_view, key),
};
const struct view_type password_reset_view_type = VIEW_TYPE(password_reset_view, password_reset_fields);

static const struct view_field message_fields[] = {
    VIEW_OBJECT_FIELD(message_view, layout, &layout_type),
    VIEW_FIELD(VIEW_TEXT, message_view, title),
    VIEW_FIELD(VIEW_TEXT, message_view, sentence),
    VIEW_FIELD(VIEW_URL, message_view, action),
    VIEW_FIELD(VIEW_TEXT, message_view, action_label),
    VIEW_FIELD(VIEW_TEXT, message_view, token_name),
    VIEW_FIELD(VIEW_TEXT, message_view, token),
    VIEW_FIELD(VIEW_URL, message_view, link_url),
    VIEW_FIELD(VIEW_TEXT, message_view, link_label),
};
const struct view_type message_view_type = VIEW_TYPE(message_view, message_fields);

static const struct view_field authorize_fields[] = {
    VIEW_OBJECT_FIELD(authorize_view, layout, &layout_type),
    VIEW_FIELD(VIEW_TEXT, authorize_view, title),
    VIEW_FIELD(VIEW_BOOL, authorize_view, asks),
    VIEW_FIELD(VIEW_TEXT, authorize_view, called),
    VIEW_FIELD(VIEW_TEXT, authorize_view, user_name),
    VIEW_FIELD(VIEW_TEXT, authorize_view, destination),
    VIEW_FIELD(VIEW_URL, authorize_view, action),
    VIEW_FIELD(VIEW_TEXT, authorize_view, error),
    VIEW_FIELD(VIEW_TEXT, authorize_view, nonce),
    VIEW_FIELD(VIEW_TEXT, authorize_view, app_name),
    VIEW_FIELD(VIEW_TEXT, authorize_view, app_id),
    VIEW_FIELD(VIEW_TEXT, authorize_view, success_url),
    VIEW_FIELD(VIEW_TEXT, authorize_view, reject_url),
    VIEW_FIELD(VIEW_TEXT, authorize_view, password),
    VIEW_FIELD(VIEW_URL, authorize_view, home_url),
};
const struct view_type authorize_view_type = VIEW_TYPE(authorize_view, authorize_fields);

static const struct view_field newsroom_fields[] = {
    VIEW_FIELD(VIEW_TEXT, newsroom_view, language),
    VIEW_FIELD(VIEW_TEXT, newsroom_view, direction),
    VIEW_FIELD(VIEW_TEXT, newsroom_view, page_title),
    VIEW_FIELD(VIEW_TEXT, newsroom_view, site_title),
    VIEW_FIELD(VIEW_URL, newsroom_view, style_url),
    VIEW_FIELD(VIEW_URL, newsroom_view, script_url),
    VIEW_FIELD(VIEW_URL, newsroom_view, icon_url),
    VIEW_FIELD(VIEW_TEXT, newsroom_view, base),
    VIEW_FIELD(VIEW_TEXT, newsroom_view, rest_url),
    VIEW_FIELD(VIEW_URL, newsroom_view, home_url),
    VIEW_FIELD(VIEW_TEXT, newsroom_view, here),
    VIEW_FIELD(VIEW_TEXT, newsroom_view, locale),
    VIEW_FIELD(VIEW_TEXT, newsroom_view, time_zone),
    VIEW_FIELD(VIEW_INTEGER, newsroom_view, start_of_week),
    VIEW_FIELD(VIEW_TEXT, newsroom_view, nonce),
    VIEW_FIELD(VIEW_INTEGER, newsroom_view, user),
    VIEW_FIELD(VIEW_TEXT, newsroom_view, content_format),
    VIEW_FIELD(VIEW_URL, newsroom_view, log_in_action),
    VIEW_FIELD(VIEW_URL, newsroom_view, lost_password_url),
};
const struct view_type newsroom_view_type = VIEW_TYPE(newsroom_view, newsroom_fields);

const struct view_type *const view_types[] = {
    &front_view_type,
    &article_view_type,
    &page_view_type,
    &archive_view_type,
    &not_found_view_type,
    &error_view_type,
    &comment_problem_view_type,
    &login_view_type,
    &comment_moderate_view_type,
    &password_reset_view_type,
    &message_view_type,
    &authorize_view_type,
    &comment_body_view_type,
    &teaser_view_type,
    &frame_view_type,
    &bare_layout_type,
    &newsroom_view_type,
    &layout_type,
    &remark_type,
    &story_type,
    &time_type,
    &link_type,
    &headline_link_type,
    &crumb_type,
    &feed_type,
    &social_image_type,
    &social_type,
    &image_type,
    &user_type,
    &pager_type,
    &pager_step_type,
    &field_type,
    &form_error_type,
    &consent_type,
    &comment_form_type,
    &comment_edit_type,
    &comment_type,
    &discussion_type,
    &password_form_type,
    &author_type,
    &option_type,
    NULL,
};

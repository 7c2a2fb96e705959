// publishing: what happens to a post, page or term when someone saves it.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "db/post.h"
#include "db/term.h"
#include "server/rules/capability.h"

struct app;
struct arena;
struct settings;

// Before the write, off the writer thread: sanitises the raw text unless the author may write raw HTML,
// and fills title_html, content_html, excerpt_html. Markdown stays as it is written; what it says is always sanitised.
void publishing_render(struct arena *arena, const struct settings *settings, struct post *post, bool unfiltered_html);

// Inside store_write(): as wp_insert_post/wp_update_post. Chooses publish or future by the date, gives a published post
// a slug from its title ("-2" on collision, "123" for none), a post without category the default one, moves modified,
// keeps floating dates. `before` NULL: an insert; post->id is set. Terms: NULL list = unchanged.
struct publishing_terms {
    const int64_t *categories;
    size_t category_count;
    bool set_categories;
    const int64_t *tags;
    size_t tag_count;
    bool set_tags;
};
enum db_result publishing_save(struct db *db, struct arena *arena, const struct settings *settings,
                               const struct post *before, struct post *post, const struct publishing_terms *terms,
                               int64_t now);
// DB_CONFLICT: the parent or author does not exist. Unknown terms are passed over.
//
// "publish" with a date a minute or more ahead becomes "future" (WordPress); "future" is kept to the second.
// A date counts as not given when `published` is 0 or `date_floating` is set: then it is now.

// In the write that changes or deletes a medium, behind it: galleries and players that show it are rendered anew.
// `attached`, `attached_before`: the post it belongs to now and before; 0: none.
enum db_result publishing_media_changed(struct db *db, const struct settings *settings, int64_t media, int64_t attached,
                                        int64_t attached_before);
// The same for posts that showed media of a user who was deleted with them (media_use_of_author).
enum db_result publishing_rerender_all(struct db *db, const struct settings *settings, const struct id_list *posts);
// The same for one post, where that shows media at all.
enum db_result publishing_rerender(struct db *db, const struct settings *settings, int64_t id);

// After a medium got another file: the text names that one then, and is rendered anew; nothing else of the post
// changes, not even when it was modified.
enum db_result publishing_renew_media(struct db *db, const struct settings *settings, int64_t id);
// Which media the text of a post names that was stored before this was kept.
enum db_result publishing_note_media(struct db *db, const struct settings *settings, int64_t id);

// A post, page or attachment that was elsewhere before, inside store_write(): as publishing_save() of a new one, but
// under the number post->id (0: the next; else it must be free), with its times (all set), what it was before the
// trash, and, of an unfinished one, a floating date that stays. `parent_follows`: publishing_place() will be called;
// its slug need not be unique before.
enum db_result publishing_restore(struct db *db, struct arena *arena, const struct settings *settings,
                                  struct post *post, const struct publishing_terms *terms, bool parent_follows,
                                  int64_t now);
// Writes a post whose texts were changed and rendered, and changes nothing else of it: not even when it was modified.
enum db_result publishing_put_text(struct db *db, struct arena *arena, const struct settings *settings,
                                   struct post *post);
// Gives a restored page its parent, and a slug that is unique there. *ret_circle: it stands above that parent, and so
// stays at the top.
enum db_result publishing_place(struct db *db, struct arena *arena, int64_t id, int64_t parent, bool *ret_circle);

// To the trash (slug gets "__trashed" as WordPress does) and back to the status it had (a scheduled one whose
// moment passed meanwhile: draft).
enum db_result publishing_trash(struct db *db, struct arena *arena, int64_t id, int64_t now);
enum db_result publishing_untrash(struct db *db, struct arena *arena, const struct settings *settings, int64_t id,
                                  int64_t now);

// In the same write, after the update or trashing of a post: keeps the new state as a revision by `author` (0: nobody),
// unless it is that of the newest one, and drops the oldest above the setting (wp_save_post_revision). None is made of
// a new post.
enum db_result publishing_keep_revision(struct db *db, struct arena *arena, const struct settings *settings,
                                        const struct post *post, int64_t author);
struct revision;
// Keeps what `author` typed as the autosave of a post (WordPress's create_post_autosave). In `typed`, already
// sanitised, a text that is NULL was not sent: it stays that of the author's last autosave, or is empty. An autosave
// that became the same as the post is deleted: *ret_id is 0 then.
enum db_result publishing_autosave(struct db *db, struct arena *arena, const struct post *post,
                                   const struct revision *typed, int64_t author, int64_t now, int64_t *ret_id);

// A slug for this title or wish that no other post of the type has (wp_unique_post_slug). Reserved words
// ("feed", "page", numbers that look like dates) are avoided. The post's own number may read as a day: the names of
// posts without a title, whose addresses lead to them.
enum db_result publishing_unique_slug(struct db *db, struct arena *arena, const struct post *post, const char *wish,
                                      const char **ret);
// The same for terms (wp_unique_term_slug: parent's slug appended first) and users.
enum db_result publishing_unique_term_slug(struct db *db, struct arena *arena, const struct term *term,
                                           const char *wish, const char **ret);

// The scheduler: a thread that publishes future posts at their second. It sleeps until the next one is due,
// and wakes when posts change (it listens to the store).
struct scheduler;
// Start it while nobody writes; stop it after the last write that touches posts, before the store closes.
struct scheduler *scheduler_start(struct app *app);
void scheduler_stop(struct scheduler *scheduler);

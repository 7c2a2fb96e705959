// statements: the SQL of every file of db/, for the test that prepares it all and looks at the plans. Each list ends
// with NULL; the entities' first ones are declared in their own headers.
#pragma once

extern const char *const store_statements[];
extern const char *const change_statements[];
extern const char *const post_find_statements[];
extern const char *const post_related_statements[];
extern const char *const post_page_statements[];
extern const char *const media_use_statements[];
extern const char *const media_change_statements[];
extern const char *const post_index_statements[];
extern const char *const old_slug_statements[];
extern const char *const revision_statements[];
extern const char *const term_tree_statements[];
extern const char *const term_list_statements[];
extern const char *const term_merge_statements[];
extern const char *const comment_check_statements[];
extern const char *const comment_privacy_statements[];
extern const char *const comment_thread_statements[];
extern const char *const app_password_statements[];
extern const char *const session_statements[];
extern const char *const search_build_statements[];
extern const char *const search_counts_statements[];
extern const char *const search_find_statements[];
extern const char *const search_index_statements[];
extern const char *const search_plan_statements[];

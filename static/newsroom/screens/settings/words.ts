// words: what each setting is called and what it does, as the server says it in English (rules/setting_defs.c; tests/http/test_settings.py
// compares them), so that the catalogues have it in the site's language.
import { t } from "../../words/words";

/** By REST name: title and explanation. */
export const settingWords: Record<string, () => [string, string]> = {
  title: () => [t("Site title"), t("The name of the site, in the header of each page, in feeds and in letters.")],
  description: () => [t("Tagline"), t("A few words on what the site is about.")],
  url: () => [t("Site address"), t("The address under which readers reach the site; every link is built from it.")],
  email: () => [
    t("Administration email address"),
    t("Gets the letters of the site about comments that wait, and is their sender unless mail_from is set."),
  ],
  timezone: () => [t("Time zone"), t("A city in the site's time zone, or a distance to UTC as UTC+3.")],
  date_format: () => [t("Date format"), t("How dates are written, in the letters of PHP's date().")],
  time_format: () => [t("Time format"), t("How times of day are written, in the letters of PHP's date().")],
  start_of_week: () => [t("Week starts on"), t("The first day of a week; 0 is Sunday.")],
  language: () => [
    t("Site language"),
    t("The language of the site's own words, dates and numbers, as a locale; empty is en_US."),
  ],
  use_smilies: () => [t("Emoticons"), t("Emoticons like :-) become pictures in what is written from now on.")],
  default_category: () => [t("Default category"), t("The number of the category of an article that is given none.")],
  default_content_format: () => [t("Content format"), t("What the content of new articles is written in.")],
  default_post_format: () => [
    t("Default post format"),
    t("The format of an article that is given none; kept for programs that write articles."),
  ],
  posts_per_page: () => [
    t("Articles on a page"),
    t("How many articles the front page and each page of an archive show at most."),
  ],
  show_on_front: () => [t("Front page"), t("What the front page shows: the latest posts, or a page of its own.")],
  page_on_front: () => [t("Page as front page"), t("The number of the page that is the front page; 0 is none.")],
  page_for_posts: () => [
    t("Page of the articles"),
    t("The number of the page in whose place the latest articles stand; 0 is none."),
  ],
  default_ping_status: () => [
    t("Link notifications"),
    t("Whether new articles say that they take notifications of links from other sites."),
  ],
  default_comment_status: () => [
    t("Comments on new articles"),
    t("Whether new articles are open to comments, unless their author decides otherwise."),
  ],
  site_logo: () => [t("Logo"), t("The number of the picture that stands for the title in the header; 0 is none.")],
  site_icon: () => [
    t("Site icon"),
    t("The number of the picture that browsers show beside the site's name; 0 is the theme's own."),
  ],
  default_role: () => [t("Role of new users"), t("The role of a new user that is given none.")],
  posts_per_rss: () => [t("Articles in a feed"), t("How many of the latest articles a feed holds.")],
  rss_use_excerpt: () => [t("Excerpts in feeds"), t("Feeds hold excerpts instead of whole articles.")],
  blog_public: () => [t("Search engines"), t("Search engines may index the site.")],
  permalink_structure: () => [t("Address of articles"), t("How the address of an article is built; empty is ?p=ID.")],
  category_base: () => [t("Address of categories"), t("The first part of the addresses of categories.")],
  tag_base: () => [t("Address of tags"), t("The first part of the addresses of tags.")],
  comment_registration: () => [t("Comments of users only"), t("Only who is logged in may comment.")],
  require_name_email: () => [t("Name and email required"), t("Who comments must give a name and an email address.")],
  comment_moderation: () => [t("Approve every comment"), t("Every comment waits until it is approved by hand.")],
  comment_max_links: () => [
    t("Links in a comment"),
    t("A comment with so many links or more waits for approval; 0 is off."),
  ],
  moderation_keys: () => [
    t("Words that hold a comment"),
    t("A comment that has one of these in its text, name, address or browser waits for approval; one a line."),
  ],
  disallowed_keys: () => [
    t("Words that trash a comment"),
    t("A comment that has one of these in its text, name, address or browser goes to the trash; one a line."),
  ],
  comment_previously_approved: () => [
    t("First comment waits"),
    t("A comment waits for approval unless its author had one approved before."),
  ],
  close_comments_for_old_posts: () => [
    t("Close old articles"),
    t("Comments close by themselves when an article has reached the age below."),
  ],
  close_comments_days_old: () => [
    t("Days until comments close"),
    t("Days after publication at which comments on an article close by themselves, if they do."),
  ],
  thread_comments: () => [t("Threads"), t("Answers stand below the comment that they answer.")],
  thread_comments_depth: () => [t("Levels of threads"), t("How many levels of answers are indented.")],
  page_comments: () => [t("Pages of comments"), t("Long discussions are broken into pages.")],
  comments_per_page: () => [
    t("Comments on a page"),
    t("How many comments, answers not counted, a page of a discussion shows."),
  ],
  default_comments_page: () => [t("Page shown first"), t("Which page of the comments an article shows first.")],
  comment_order: () => [
    t("Order of comments"),
    t("Whether older (asc) or newer (desc) comments stand at the top of each page."),
  ],
  comment_edit_window: () => [
    t("Minutes to change a comment"),
    t("How long commenters may change or delete their own comment; 0 is off."),
  ],
  comments_notify: () => [t("Letters to authors"), t("Authors get a letter about each comment on their articles.")],
  moderation_notify: () => [
    t("Letters to moderators"),
    t("The administration address gets a letter about each comment that waits for approval."),
  ],
  show_avatars: () => [t("Avatars"), t("Comments have a picture of their author beside them.")],
  avatar_default: () => [t("Kind of avatar"), t("What the picture of a commenter is: made of initials, or blank.")],
  comment_flood_interval: () => [
    t("Seconds between comments"),
    t("How long a person has to wait between two comments; 0 is off."),
  ],
  comments_closed_text: () => [
    t("Words where comments are closed"),
    t('What stands below an article that is closed; empty is "Comments are closed" in the language of the site.'),
  ],
  rest_allow_anonymous_comments: () => [
    t("Comments through the API"),
    t("Comments of guests are taken through the REST API, not only from the form."),
  ],
  show_comments_cookies_opt_in: () => [
    t("Ask before remembering"),
    t("The comment form asks before it remembers the commenter's name in a cookie."),
  ],
  login_attempts_per_address: () => [
    t("Failed log-ins from one address"),
    t("So many failed log-ins from one address are allowed before more are refused; 0 is off."),
  ],
  login_attempts_per_login: () => [
    t("Failed log-ins to one account"),
    t("So many failed log-ins to one account are allowed before more are refused; 0 is off."),
  ],
  login_window: () => [t("Seconds of counting"), t("For how long a failed log-in is counted.")],
  thumbnail_size_w: () => [t("Thumbnail width"), t("Width of thumbnails in pixels; 0 is any.")],
  thumbnail_size_h: () => [t("Thumbnail height"), t("Height of thumbnails in pixels; 0 is any.")],
  thumbnail_crop: () => [
    t("Crop thumbnails"),
    t("Thumbnails are cut to exactly that size instead of fitting into it."),
  ],
  medium_size_w: () => [t("Medium width"), t("Greatest width of medium pictures in pixels; 0 is any.")],
  medium_size_h: () => [t("Medium height"), t("Greatest height of medium pictures in pixels; 0 is any.")],
  medium_large_size_w: () => [
    t("Medium large width"),
    t("Greatest width of medium large pictures in pixels; 0 is any."),
  ],
  medium_large_size_h: () => [
    t("Medium large height"),
    t("Greatest height of medium large pictures in pixels; 0 is any."),
  ],
  large_size_w: () => [t("Large width"), t("Greatest width of large pictures in pixels; 0 is any.")],
  large_size_h: () => [t("Large height"), t("Greatest height of large pictures in pixels; 0 is any.")],
  uploads_use_yearmonth_folders: () => [t("Folders by month"), t("Uploads are kept in folders of years and months.")],
  store_address: () => [
    t("Addresses of commenters"),
    t("What is kept of a commenter's address: IPv4 /24 and IPv6 /48 (truncated), all of it, or nothing."),
  ],
  comment_address_days: () => [
    t("Days until addresses go"),
    t("Days after which the addresses of commenters are deleted; 0 keeps them."),
  ],
  comment_agent_days: () => [
    t("Days until browsers go"),
    t("Days after which the names of commenters' browsers are deleted; 0 keeps them."),
  ],
  smtp_host: () => [t("Mail server"), t("The server that takes the site's mail; empty: none is sent.")],
  smtp_port: () => [t("Port"), t("The mail server's port; 0 is 587 for starttls, 465 for tls, 25 for none.")],
  smtp_security: () => [
    t("Encryption"),
    t("How the way to the mail server is encrypted; none is for a server on this machine alone."),
  ],
  smtp_user: () => [t("User name"), t("The name to log in with at the mail server; empty: no log-in.")],
  smtp_password: () => [t("Password"), t("The password for it; it can be written, and is never shown.")],
  smtp_ca_file: () => [
    t("Certificate authorities"),
    t("A file on the server with the authorities that sign the mail server's certificate; empty: the system's."),
  ],
  mail_retry_seconds: () => [
    t("Seconds until another attempt"),
    t("After so many seconds a letter that could not be sent is tried again; doubled each time, up to 6 hours."),
  ],
  mail_from: () => [t("Sender's address"), t("The address from which the site writes; empty is admin_email.")],
  mail_from_name: () => [t("Sender's name"), t("The name under which the site writes; empty is the site title.")],
  server_timing: () => [
    t("Server-Timing"),
    t("Answers tell in a header how they were made: kept page or rendering, statements and time."),
  ],
  wp_post_revisions: () => [t("Revisions"), t("How many revisions are kept of each article and page; 0 is off.")],
};

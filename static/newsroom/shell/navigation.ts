// navigation: the app's map: which screens there are, at which address, for whom. The frame, the routes and the roles'
// tests go by this table.
import type { ComponentType } from "preact";
import {
  Cog,
  FileText,
  Files,
  Folder,
  LayoutDashboard,
  MessageSquare,
  Picture,
  Tag,
  Users,
  type IconType,
} from "../kit/icon";
import { WaitingBadge } from "../screens/comments/badge";
import { t } from "../words/words";

export interface ScreenModule {
  default: ComponentType<ScreenProps>;
}

export interface ScreenProps {
  /** What the address captured: { id: "17" }. */
  params: Record<string, string | undefined>;
}

export interface Screen {
  /** Below the app's base, in wouter's pattern. */
  path: string;
  /** Further addresses of the same screen. */
  also?: string[];
  load: () => Promise<ScreenModule>;
  /** Words of the navigation and of the window's title. */
  title: () => string;
  /** The capability without which it is not shown; undefined: everybody who is logged in. */
  needs?: string;
  /** Set: stands in the navigation. */
  icon?: IconType;
  /** Beside the words: how many wait. */
  badge?: ComponentType;
  /** The shortcut "g" and then this letter leads here. */
  letter?: string;
}

export const screens: Screen[] = [
  {
    path: "/",
    load: () => import("../screens/overview"),
    title: () => t("Overview"),
    icon: LayoutDashboard,
    letter: "o",
  },
  {
    path: "/articles",
    load: () => import("../screens/articles"),
    title: () => t("Articles"),
    needs: "edit_posts",
    icon: FileText,
    letter: "a",
  },
  {
    path: "/pages",
    load: () => import("../screens/pages"),
    title: () => t("Pages"),
    needs: "edit_pages",
    icon: Files,
    letter: "p",
  },
  {
    path: "/comments",
    load: () => import("../screens/comments"),
    title: () => t("Comments"),
    needs: "edit_published_posts",
    icon: MessageSquare,
    badge: WaitingBadge,
    letter: "c",
  },
  {
    path: "/media",
    load: () => import("../screens/media"),
    title: () => t("Media"),
    needs: "upload_files",
    icon: Picture,
    letter: "m",
  },
  {
    path: "/categories",
    load: () => import("../screens/categories"),
    title: () => t("Categories"),
    needs: "manage_categories",
    icon: Folder,
    letter: "k",
  },
  {
    path: "/tags",
    load: () => import("../screens/tags"),
    title: () => t("Tags"),
    needs: "manage_categories",
    icon: Tag,
    letter: "t",
  },
  {
    path: "/users",
    load: () => import("../screens/users"),
    title: () => t("Users"),
    needs: "list_users",
    icon: Users,
    letter: "u",
  },
  {
    path: "/users/new",
    load: () => import("../screens/users/new"),
    title: () => t("New user"),
    needs: "create_users",
  },
  {
    path: "/users/:id",
    load: () => import("../screens/users/edit"),
    title: () => t("User"),
    needs: "edit_users",
  },
  {
    path: "/settings",
    load: () => import("../screens/settings"),
    title: () => t("Settings"),
    needs: "manage_options",
    icon: Cog,
    letter: "s",
  },
  {
    path: "/account",
    load: () => import("../screens/account"),
    title: () => t("Your account"),
    letter: "y",
  },
  {
    path: "/articles/:id",
    load: () => import("../screens/writing"),
    title: () => t("Article"),
    needs: "edit_posts",
  },
  {
    path: "/pages/:id",
    load: () => import("../screens/writing"),
    title: () => t("Page"),
    needs: "edit_pages",
  },
];

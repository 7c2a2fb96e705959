// me: the person who works here and what they may do.
import { useItem } from "./queries";
import type { User } from "./types";

/** undefined while it is not known yet. */
export function useMe(): User | undefined {
  return useItem<User>("/wp/v2/users/me", { context: "edit" }).data;
}

/** By the capability's name: "edit_others_posts". For single things the API's own answer decides. */
export function may(me: User | undefined, capability: string): boolean {
  return me?.capabilities?.[capability] === true;
}

// part: what each part of the screen is given.
import type { Manuscript } from "./manuscript";

/** What the person may do here. */
export interface Rights {
  publish: boolean;
  editOthers: boolean;
  sticky: boolean;
  changeAuthor: boolean;
  manageCategories: boolean;
  upload: boolean;
  delete: boolean;
}

export interface PartProps {
  manuscript: Manuscript;
  may: Rights;
}

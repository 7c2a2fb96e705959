// articles: the list of articles.
import { ContentList } from "./list";

export default function Articles() {
  return <ContentList kind="posts" />;
}

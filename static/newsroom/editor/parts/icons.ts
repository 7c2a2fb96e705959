// icons: those of the editor alone, so that they come with it.
export {
  Bold,
  Code,
  Heading,
  Image as Picture,
  Italic,
  Link,
  List,
  ListOrdered,
  Plus,
  Redo2 as Redo,
  Strikethrough,
  Table,
  TextQuote as Quote,
  Undo2 as Undo,
} from "lucide-preact";

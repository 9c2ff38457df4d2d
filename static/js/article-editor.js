// The text of an article: the editor with what may be stored and nothing else, and pictures that are uploaded where they stand.
// Imported by its path, not by an import map: the content policy of /admin/ allows no inline script.
import {
  Blockquote, Bold, BulletList, Caption, Document, Dropcursor, Figure, Gapcursor, HardBreak, Heading, History,
  HorizontalRule, Image, Italic, Link, ListItem, Menu, NoSpellCheck, OrderedList, Paragraph, Strike, Subscript,
  Superscript, Table, TableCell, TableHeader, TableRow, Text, Underline, createTextareaEditor, initializeEditors,
} from "../django_prose_editor/editor.js";

const TITLES = {
  format_bold: "加粗", format_italic: "倾斜", format_underlined: "下划线", strikethrough_s: "删除线", subscript: "下标",
  superscript: "上标", format_list_bulleted: "项目符号", format_list_numbered: "编号", format_quote: "引用",
  horizontal_rule: "分隔线", link: "链接", add_link: "链接", link_off: "取消链接", image: "图片网址", table: "表格", grid_on: "表格", undo: "撤销", redo: "重做",
  notes: "段落", superscript_off: "上标",
};

function create(textarea) {
  if (textarea.closest(".prose-editor")) return;
  const editor = createTextareaEditor(textarea, [
    Document, Dropcursor, Gapcursor, Paragraph, HardBreak, Text, History, Menu, NoSpellCheck,
    Heading.configure({ levels: [2, 3, 4] }), Bold, Italic, Underline, Strike, Subscript, Superscript,
    BulletList, OrderedList, ListItem, Blockquote, HorizontalRule, Link, Image, Figure, Caption,
    Table, TableRow, TableHeader, TableCell,
  ]);
  const area = textarea.closest(".prose-editor") ?? textarea.parentElement;
  for (const button of area.querySelectorAll(".prose-menubar__button, [class*=menubar] span")) {
    const words = TITLES[button.textContent.trim()];
    if (words && !button.title) button.title = words;
  }
  pictures(editor, textarea);
}

function pictures(editor, textarea) {
  const input = document.querySelector("input[data-picture-for=body]");
  if (!input) return;
  const state = document.querySelector("[data-picture-state]");
  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (!file) return;
    state.textContent = "正在上传……";
    const form = new FormData();
    form.append("file", file);
    form.append("is_picture", "on");
    form.append("csrfmiddlewaretoken", textarea.form.elements.csrfmiddlewaretoken.value);
    try {
      const response = await fetch(input.dataset.url, { method: "POST", body: form, headers: { Accept: "application/json" } });
      const answer = await response.json();
      if (!response.ok) throw new Error(answer.error);
      const alt = window.prompt("请用一句话说明图片内容（读屏软件会朗读）：", "") ?? "";
      const image = { type: "image", attrs: { src: answer.url, alt } };
      editor.chain().focus().insertContent({ type: "figure", content: [image] }).run();
      state.textContent = "图片已插入，保存后生效。";
    } catch (error) {
      state.textContent = error.message || "图片没有传上去，请稍后再试。";
    }
    input.value = "";
  });
}

initializeEditors(create, "[data-article-editor]");

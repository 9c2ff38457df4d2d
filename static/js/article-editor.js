// The text of an article: the editor with what may be stored and nothing else, and pictures that are uploaded where they stand.
// Imported by its path, not by an import map: the content policy of /admin/ allows no inline script.
import {
  Blockquote, Bold, BulletList, Caption, Document, Dropcursor, Figure, Gapcursor, HardBreak, Heading, History,
  HorizontalRule, Image, Italic, Link, ListItem, Menu, NoSpellCheck, OrderedList, Paragraph, Strike, Subscript,
  Superscript, Table, TableCell, TableHeader, TableRow, Text, Underline, createTextareaEditor, initializeEditors,
} from "../django_prose_editor/editor.js";

const TITLES = {
  heading2: "一级标题", heading3: "二级标题", heading4: "三级标题", paragraph: "正文段落", bulletList: "项目符号", orderedList: "编号",
  orderedListProperties: "编号样式", blockquote: "引用", horizontalRule: "分隔线", figure: "图片（文字说明、图注）", bold: "加粗", italic: "倾斜",
  underline: "下划线", strike: "删除线", subscript: "下标", superscript: "上标", link: "链接", unlink: "取消链接", table: "插入表格",
  "table:addColumnAfter": "右侧插入一列", "table:deleteColumn": "删除列", "table:addRowAfter": "下方插入一行", "table:deleteRow": "删除行",
  "table:mergeCells": "合并单元格", "table:splitCell": "拆分单元格", "table:toggleHeaderCell": "切换表头", "table:deleteTable": "删除表格",
  "history:undo": "撤销", "history:redo": "重做",
};

function create(textarea) {
  if (textarea.closest(".prose-editor")) return;
  const drawn = textarea.dataset.articleEditor === "text" ? [] : [Image, Figure, Caption];
  const editor = createTextareaEditor(textarea, [
    Document, Dropcursor, Gapcursor, Paragraph, HardBreak, Text, History, Menu, NoSpellCheck,
    Heading.configure({ levels: [2, 3, 4] }), Bold, Italic, Underline, Strike, Subscript, Superscript,
    BulletList, OrderedList, ListItem, Blockquote, HorizontalRule, Link, ...drawn,
    Table, TableRow, TableHeader, TableCell,
  ]);
  const area = textarea.closest(".prose-editor") ?? textarea.parentElement;
  for (const button of area.querySelectorAll(".prose-menubar button")) {
    const words = TITLES[button.dataset.name] ?? (button.title === "paragraph" ? "段落样式" : "");
    if (!words) continue;
    button.title = words;
    button.setAttribute("aria-label", words);
    if (button.classList.contains("prose-menubar__option")) button.firstElementChild.textContent = words;
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

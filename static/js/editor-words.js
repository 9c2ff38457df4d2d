// The editor's words in Chinese. Runs before the editor's module, which asks window.gettext once, when it is read.
(() => {
  const words = {
    "Edit Link": "编辑链接", Title: "说明", "Toggle fullscreen": "全屏", "Alternative Text": "图片的文字说明（读屏软件朗读）", Caption: "图注",
    URL: "网址", "Remove caption": "去掉图注", "Edit Image": "编辑图片", "Open in new window": "在新窗口打开", Cancel: "取消",
    "Lowercase Roman numerals": "小写罗马数字", "Uppercase letters": "大写字母", Update: "更新", Rows: "行数", Bullets: "项目符号",
    Columns: "列数", "Insert Figure": "插入图片", "Start at": "起始编号", "List type": "编号样式", "Insert Table": "插入表格",
    "Table Properties": "表格属性", "Include header row": "首行为表头", "List properties": "列表属性", "Add caption": "添加图注",
    "Uppercase Roman numerals": "大写罗马数字", "Lowercase letters": "小写字母", "Browse...": "浏览…", "Image URL": "图片网址",
    "Edit Figure": "编辑图片", "Decimal numbers": "数字", Insert: "插入",
  };
  const before = window.gettext ?? ((word) => word);
  window.gettext = (word) => words[word] ?? before(word);
})();

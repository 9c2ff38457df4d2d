// Passkeys: shown only where the browser knows them; what goes wrong is said in words.
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    if (!window.PublicKeyCredential) return;
    document.querySelectorAll("[data-needs=credentials]").forEach(function (part) { part.hidden = false; });
  });
  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    var refused = event.detail.exception && event.detail.exception.name === "NotAllowedError";
    var said = document.getElementById("passkey-error") || document.createElement("p");
    said.id = "passkey-error";
    said.className = "notice danger";
    said.setAttribute("role", "alert");
    said.textContent = refused ? "没有完成通行密钥验证：操作被取消或超时，请重试，或改用其他方式。" : "通行密钥验证没有成功，请重试，或改用其他方式。";
    var heading = document.querySelector("h1");
    heading.parentNode.insertBefore(said, heading.nextSibling);
  });
})();

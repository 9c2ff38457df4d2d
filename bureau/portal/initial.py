"""What a new portal begins with: the columns a government site must have, the ways to write to it, its own pages.

Everything here is a row from then on, edited in the admin like any other; ``{name}`` and the like are the site's marks.
"""

from bureau.portal.choices import ColumnKind

COLUMNS = (  # code, name, kind, lead, on home, days to the warning, days until stale
    ("notices", "通知公告", ColumnKind.ARTICLE, "申报通知、会议通知和其他公告。", True, 150, 180),
    ("policies", "政策文件", ColumnKind.DOCUMENT, "本局印发和转发的政策文件，可按年份和主题查找。", True, 150, 180),
    ("interpretations", "政策解读", ColumnKind.ARTICLE, "对政策文件的说明，与文件互相链接。", False, 150, 180),
    ("news", "科技动态", ColumnKind.ARTICLE, "本市科技工作的新进展。", True, 10, 14),
    ("guides", "办事指南", ColumnKind.GUIDE, "办什么、凭什么、带什么、找谁、多久办好。", True, None, None),
    ("about", "网站信息", ColumnKind.PAGE, "", False, None, None),
)

CHANNELS = (  # code, name, lead, working days, asks for the page
    ("message", "意见反馈", "对科技工作的咨询、意见和建议。", 5, False),
    ("mistake", "网站找错", "网页打不开、链接失效、内容有错，请告诉我们。", 3, True),
)

STATEMENT = """
<h2>网站性质</h2><p>{name}门户网站由{organ}主办，是发布科技政策、公开科技工作信息和办理科技业务的官方平台。</p>
<h2>信息使用</h2><p>本网站发布的政策文件、通知公告和统计数据可以免费查阅、下载和转载。转载请注明来源，不得歪曲原意。
本网站转载其他机构的内容时注明来源，其权利归原权利人。</p>
<h2>信息准确</h2><p>文件以正式印发的文本为准，统计数据以已签发的年度报告为准。发现错误，请通过“网站找错”告诉我们，我们在三个工作日内答复。</p>
<h2>链接</h2><p>本网站链接的其他网站由其主办单位负责。</p>
<h2>广告</h2><p>本网站不登载商业广告，不弹出浮动窗口，不自动播放音视频。</p>
<h2>联系</h2><p>主办单位：{organ}。联系电话：{contact}。</p>
"""

PRIVACY = """
<p>{organ}依照《中华人民共和国个人信息保护法》《网络数据安全管理条例》处理个人信息。浏览本网站不需要提供个人信息。</p>
<h2>收集哪些信息、为什么、保存多久</h2>
<table><caption>个人信息处理清单</caption>
<thead><tr><th scope="col">信息</th><th scope="col">什么时候收集</th><th scope="col">用途</th><th scope="col">处理方式</th><th scope="col">保存期限</th></tr></thead>
<tbody>
<tr><th scope="row">姓名、手机号</th><td>注册账号、加入单位时</td><td>识别身份、发送验证码和办理进度</td><td>手机号加密保存，页面上只显示部分数字</td><td>账号注销后删除；业务记录按档案规定保存</td></tr>
<tr><th scope="row">身份证号、银行账号（敏感个人信息）</th><td>评审专家领取报酬、项目负责人申报时，须另行单独同意</td><td>核对身份、支付劳务报酬</td><td>加密保存，查看须写明理由并留痕</td><td>按会计档案和项目档案规定保存</td></tr>
<tr><th scope="row">单位联系人及电话</th><td>单位注册、成果和需求征集时</td><td>联系单位、供需对接</td><td>只向登录后的相关人员显示</td><td>单位账号存续期间</td></tr>
<tr><th scope="row">意见反馈中的称呼、手机号（可不填）</th><td>提交意见或找错时</td><td>答复您的意见</td><td>手机号加密保存，不公开</td><td>答复后三年</td></tr>
<tr><th scope="row">登录时间、IP 地址</th><td>登录和办理业务时</td><td>保障账号安全，履行网络安全法定义务</td><td>记入审计台账，不用于其他目的</td><td>不少于六个月</td></tr>
<tr><th scope="row">显示偏好（关怀版、对比度等）</th><td>您在页面上选择时</td><td>记住您的选择</td><td>只存放在您的浏览器中（Cookie），不含身份信息</td><td>一年，可随时清除</td></tr>
</tbody></table>
<h2>向谁提供</h2><p>不向其他机构出售或者提供个人信息；法律法规要求提供的除外。公示只公开法规要求公开的内容，不公开身份证号、手机号、银行账号和住址。
受本局委托处理个人信息的单位、委托的目的，以及系统保存的每一项个人信息和理由，见<a href="/privacy/register/">个人信息处理清单</a>。</p>
<h2>您的权利</h2><p>您可以查阅、复制、更正、补充自己的个人信息，可以撤回同意，可以注销账号。登录后在“账号与安全”中办理，或者致电{contact}。我们在十五个工作日内办结并答复。</p>
<h2>注销账号</h2><p>注销前请先移交单位管理员身份并办结在办事项。注销后账号不能再登录，个人信息删除或者匿名化；依法须保存的业务档案除外。</p>
<h2>安全</h2><p>传输全程加密，敏感信息加密保存，访问留痕。发生个人信息泄露时，我们立即采取补救措施并依法告知。</p>
<h2>联系</h2><p>个人信息保护负责部门：{organ}办公室。联系电话：{contact}。</p>
"""

ACCESSIBILITY = """
<p>{organ}努力让每个人都能使用本网站，包括老年人和残疾人。</p>
<h2>依据和目标</h2><p>依据《中华人民共和国无障碍环境建设法》和国家标准 GB/T 37668《信息技术 互联网内容无障碍可访问性技术要求与测试方法》，以《网页内容无障碍指南》（WCAG）2.2 AA 级为目标。</p>
<h2>提供哪些帮助</h2>
<ul><li>每页顶部有“关怀版”和“无障碍”开关，键盘首先到达，选择会被记住。</li>
<li>关怀版（长辈版）字号不小于 18 像素，一栏排列，只留常用入口。</li>
<li>可以放大到 400% 而不出现横向滚动；可选黑黄、白黑、蓝黄高对比度。</li>
<li>可只用键盘操作，焦点始终可见；可朗读正文（使用您浏览器自带的语音）。</li>
<li>图表下方都有数据表格；图片有文字说明；不以颜色作为唯一提示。</li>
<li>没有图形验证码，没有浮动窗口，没有自动播放。</li></ul>
<h2>已知的不足</h2>
<ul><li>早期上传的部分附件是扫描件，没有文字层，读屏软件读不出。需要文字版请联系我们，我们在五个工作日内提供。</li>
<li>朗读的效果取决于浏览器和系统的语音包。</li></ul>
<h2>反馈</h2><p>使用中遇到障碍，请通过“意见反馈”或者电话{contact}告诉我们，我们在五个工作日内答复。</p>
"""

CONTACT = """
<table><caption>联系方式</caption><tbody>
<tr><th scope="row">主办单位</th><td>{organ}</td></tr>
<tr><th scope="row">联系电话</th><td>{contact}</td></tr>
<tr><th scope="row">办公时间</th><td>工作日上午 8:30—12:00，下午 14:30—17:30</td></tr>
</tbody></table>
<p>咨询、意见和建议也可以在网上提交，五个工作日内答复；网站内容有错误，请用“网站找错”告诉我们，三个工作日内答复。</p>
"""

PAGES = (  # slug, title, body
    ("statement", "网站声明", STATEMENT),
    ("privacy", "隐私政策", PRIVACY),
    ("accessibility", "无障碍声明", ACCESSIBILITY),
    ("contact", "联系我们", CONTACT),
)

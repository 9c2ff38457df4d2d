"""Published articles for machines: the same filters as the pages, paged, throttled like all anonymous questions."""

from django.contrib.auth.decorators import login_not_required
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.permissions import AllowAny

from .filters import ArticleFilter
from .models import Article, Attachment

LINE = ["number", "column", "column_name", "title", "source", "summary", "released_at", "updated_at", "url"]
MARKS = ["document_number", "issuing_organ", "written_on", "topic", "validity", "ends_on", "index_number"]


class AttachmentSerializer(serializers.ModelSerializer):
    """A file to download."""

    url = serializers.SerializerMethodField()

    class Meta:
        model = Attachment
        fields = ["name", "kind_name", "size", "url"]

    def get_url(self, attachment) -> str:
        return self.context["request"].build_absolute_uri(attachment.get_absolute_url())


class ArticleLineSerializer(serializers.ModelSerializer):
    """An article as lists have it."""

    column = serializers.SlugRelatedField("code", read_only=True)
    column_name = serializers.CharField(source="column.name")
    updated_at = serializers.DateTimeField(source="published_at")
    url = serializers.SerializerMethodField()

    class Meta:
        model = Article
        fields = [*LINE, *MARKS]

    def get_url(self, article) -> str:
        return self.context["request"].build_absolute_uri(article.get_absolute_url())


class ArticleSerializer(ArticleLineSerializer):
    """An article with its text and files."""

    attachments = serializers.SerializerMethodField()

    class Meta:
        model = Article
        fields = [*LINE, *MARKS, "body", "text", "basis", "conditions", "materials", "procedure", "time_limit", "fee",
                  "place", "phone", "attachments"]  # fmt: skip

    def get_attachments(self, article) -> list[dict]:
        return AttachmentSerializer(article.attachments.filter(is_picture=False), many=True, context=self.context).data


@extend_schema(summary="已发布的文章：查询", description="由新到旧。")
class ArticleList(generics.ListAPIView):
    """Published articles, newest first."""

    permission_classes = [AllowAny]
    serializer_class = ArticleLineSerializer
    filterset_class = ArticleFilter
    queryset = (
        Article.objects.published().listed().select_related("column").defer("body", "text", "search")
        .order_by("-released_at", "-pk")
    )  # fmt: skip


@extend_schema(summary="已发布的文章：一篇", description="正文、要件和附件；已撤下的回答 404。")
class ArticleDetail(generics.RetrieveAPIView):
    """One published article."""

    permission_classes = [AllowAny]
    serializer_class = ArticleSerializer
    lookup_field = "number"
    queryset = Article.objects.published().select_related("column")


article_list = login_not_required(ArticleList.as_view())
article_detail = login_not_required(ArticleDetail.as_view())

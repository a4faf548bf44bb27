"""Makes of the pages, which are written for the code host, pages of a site. MkDocs calls these functions."""

import os
import re

LINK = re.compile(r"(\]\()([^)\s#]+)")


def on_config(config):
    """Gives headings the anchors that the code host gives them; src/build/links checks links by the same rule."""
    config.mdx_configs.setdefault("toc", {})["slugify"] = lambda text, _: re.sub(
        r"[^a-z0-9 _-]", "", text.lower()
    ).replace(" ", "-")
    return config


def on_page_markdown(markdown, page, config, **_):
    root = os.path.dirname(config.config_file_path)
    folder = os.path.dirname(page.file.abs_src_path)

    def outside(link):
        """What lies outside docs/, and a folder within, is no page: it is shown by the code host."""
        target = os.path.normpath(os.path.join(folder, link[2]))
        if ":" in link[2] or not os.path.exists(target):
            return link[0]
        if target.startswith(config.docs_dir + os.sep) and os.path.isfile(target):
            return link[0]
        kind = "tree" if os.path.isdir(target) else "blob"
        return f"{link[1]}{config.repo_url}/{kind}/main/{os.path.relpath(target, root)}"

    return LINK.sub(outside, "\n".join(_separate_lists(markdown.split("\n"))))


def _separate_lists(lines):
    """A list may follow a paragraph at once on the code host, and not in Python's Markdown."""
    fenced, before = False, ""
    for line in lines:
        fenced ^= line.lstrip().startswith("```")
        if not fenced and re.match(r"(- |1\. )", line) and before and not re.match(r"\s|- |\d+\. |#", before):
            yield ""
        yield line
        before = line

"""`jianbao build`: the archive as static files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click
from pydantic import ValidationError

from index.lexicon.lexicon import load_lexicon
from web.branding import brand_of
from web.cli.language import say
from web.cli.messages import terminal_message
from web.cli.reindexed import summary
from web.cli.settings import Settings, pass_settings
from web.config import ConfigError, SiteConfig
from web.opening import library_of
from web.origin import origin_of, site_config
from web.static_site.builder import build_site
from web.static_site.output import SiteError
from web.wiring import build

if TYPE_CHECKING:
    from web.config import Config


def check_base(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """A path, or a full address; a usage error where it is neither."""
    if value is not None:
        try:
            _placed(SiteConfig(), value)
        except ValidationError as error:
            message = say(
                f"{value!r} 既不是 /archive/ 这样的路径，也不是 http(s) 网址",
                f"{value!r} is neither a path such as /archive/ nor an http(s) address",
            )
            raise click.BadParameter(message, ctx, parameter) from error
    return value


@click.command(
    short_help=say("把整个档案写成静态文件。", "Write the whole archive as static files."),
    help=say(
        "按 SOURCE 更新索引，再把所有网页、订阅源和搜索索引写成文件。"
        "任何静态托管都能放，不要我们的服务器。文件夹整个替换。",
        "Bring the index up to date with SOURCE, and write all pages, feeds and the search index as files. "
        "Any host of files serves them: no server of ours is needed. The folder is replaced as a whole.",
    ),
)
@click.argument("source", nargs=-1)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("_site"),
    show_default=True,
    help=say("网站的文件夹。", "Folder of the site."),
)
@click.option(
    "--base",
    metavar="PATH|URL",
    callback=check_base,
    help=say(
        "网站放在哪里：/archive/，或者 https://example.org/archive/（订阅源要完整网址）；"
        "不写就用配置的 base_url。",
        "Where the site will be: /archive/, or https://example.org/archive/ with feeds that need it; else "
        "the configured base_url.",
    ),
)
@pass_settings
def command(settings: Settings, source: tuple[str, ...], output: Path, base: str | None) -> None:
    """Index, then write the site."""
    config = settings.config()
    config = config.model_copy(update={"site": site_at(config.site, base)})
    brand_of(config)  # what is wrong with its files is told before anything is indexed
    problems, report = build(config, origin_of(config, source))
    for problem in problems:
        click.echo(f"jianbao: {terminal_message(problem)}", err=True)
    click.echo(summary(report))
    _write(site_config(config), output.resolve())


def _write(config: Config, output: Path) -> None:
    if not config.site.base_url:
        hint = say(
            "订阅源和网站地图里只有路径；请写公开的网址：--base https://…",
            "feeds and sitemap hold paths only; give the public address: --base https://…",
        )
        click.echo(f"jianbao: {hint}", err=True)
    hidden = not sys.stderr.isatty()
    try:
        with click.progressbar(length=1, label="build", file=sys.stderr, hidden=hidden) as bar:

            def progress(done: int, total: int) -> None:
                bar.length = total
                bar.update(done - bar.pos)

            report = build_site(
                library_of(config), config, output, load_lexicon(config.lexicon), progress=progress
            )
    except SiteError as error:
        click.echo(f"jianbao: {terminal_message(error)}", err=True)
        sys.exit(1)
    for path in report.skipped:
        skipped = terminal_message(f"{path}: no host can serve this address; rename the issue")
        click.echo(f"jianbao: {skipped}", err=True)
    click.echo(
        say(
            f"{output}：{report.files} 个文件，{report.changed} 个有变动",
            f"{output}: {report.files} files, {report.changed} changed",
        )
    )


def site_at(site: SiteConfig, base: str | None) -> SiteConfig:
    """The settings with the place named on the command line, or else with the path of the configured address:
    no proxy stands before a host of files that would take it away."""
    if base is not None:
        return _placed(site, base)
    if site.prefix:
        return site
    try:
        return _placed(site, site.base_url)
    except ValidationError as error:
        message = f"site.base_url: {site.base_url!r} has a path that no site can be at; name one with --base"
        raise ConfigError(message) from error


def _placed(site: SiteConfig, base: str) -> SiteConfig:
    """The settings with the place of the site: of an address its path, too. Raises ValidationError."""
    parts = urlsplit(base)
    prefix = parts.path.rstrip("/") if parts.scheme else base.rstrip("/")
    address = base.rstrip("/") if parts.scheme else site.base_url
    return SiteConfig.model_validate(site.model_dump() | {"prefix": prefix, "base_url": address})

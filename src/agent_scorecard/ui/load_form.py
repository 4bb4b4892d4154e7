"""The form that takes files: upload or folder, a few options, progress, and templates to start from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from agent_scorecard.access import AccessMode, Right
from agent_scorecard.boards.load import LoadLine, LoadResult
from agent_scorecard.ui import offer, parts, tasks
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.ui.show import load as show
from agent_scorecard.vocabulary import Preset

ENDINGS = ["csv", "xlsx", "jsonl", "ndjson", "json", "gz", "parquet", "pb", "binpb", "otlp"]
TAKEN = (
    "Tables as in the templates below, run logs, traces (OpenTelemetry as the Collector writes them, Langfuse), agent "
    "cards, tool lists and a list of token prices for runs that say no cost. What was said in a trace is never read."
)
PRESETS = {Preset.SMALL: "Small company", Preset.ENTERPRISE: "Enterprise"}


@dataclass(frozen=True, slots=True)
class Options:
    """What a person asked of a load beside its files."""

    whole: bool
    mapping: str | None
    zone: str
    preset: Preset | None
    tools: tasks.ToolsOf


def load_form(chosen: Chosen) -> LoadResult | None:
    """Show the form; return the result of the load a person set going, kept until the next one."""
    if offer.is_closed(chosen, Right.LOAD):
        return None
    files = st.file_uploader(
        "Files", type=ENDINGS, accept_multiple_files=True, key=f"files_{st.session_state.get('load_round', 0)}"
    )
    st.caption(TAKEN)
    typed = _folder(chosen)
    with st.expander("Options", type="compact"):
        options = _options(chosen)
    told = st.empty()
    if st.button("Load", type="primary", icon=":material/upload_file:", disabled=not (files or typed.strip())):
        folder, problem = tasks.files_of_folder(typed) if typed.strip() else (None, "")
        mapping, unmapped = tasks.mapping_named(options.mapping)
        if options.mapping and not typed.strip():
            unmapped = "A mapping reads a folder: type the folder that holds the files."
        if problem or unmapped:
            told.error(problem or unmapped)
            return None
        _load(chosen, folder or [(each.name, each.getvalue()) for each in files], mapping, options, told)
    return st.session_state.get("load_result")


def _load(
    chosen: Chosen, given: list[tuple[str, bytes]] | Path, mapping: Path | None, options: Options, told: DeltaGenerator
) -> None:
    with told.status("Loading…") as status:
        done = tasks.load_files(
            chosen,
            given,
            mapping=mapping,
            all_or_nothing=options.whole,
            timezone=options.zone.strip() or None,
            preset=options.preset,
            tools=options.tools,
            told=lambda text: status.update(label=parts.md(text)),
        )
    st.session_state["load_result"] = done
    st.session_state["load_round"] = st.session_state.get("load_round", 0) + 1
    st.rerun()


def _options(chosen: Chosen) -> Options:
    return Options(
        whole=st.checkbox("All or nothing: one refusal leaves the board as it was", key="all_or_nothing"),
        mapping=st.selectbox(
            "Mapping, for a folder of foreign files",
            list(tasks.SHIPPED),
            index=None,
            accept_new_options=True,
            placeholder="Pick a shipped one, or type the path of your own",
            key="mapping",
        ),
        zone=st.text_input("Time zone for times without one", placeholder="Europe/Berlin", key="zone"),
        preset=_preset(chosen),
        tools=_tools(chosen),
    )


def _tools(chosen: Chosen) -> tasks.ToolsOf:
    """Whose tools the tool list of a server names, and whether the person who loads it answers for its hints."""
    if not chosen.agents:
        return tasks.ToolsOf()
    names = {one.agent.agent: one.agent.name for one in chosen.agents}
    agent = st.selectbox(
        "Whose tools, for the tool list of an MCP server",
        sorted(names, key=lambda id_: names[id_].casefold()),
        index=None,
        format_func=names.__getitem__,
        placeholder="Pick the agent that may call them",
        key="tools_of",
    )
    label = "I confirm what the server says of these tools: what only reads, can be undone, can be repeated"
    confirmed = agent is not None and st.checkbox(label, key="confirm_hints")
    return tasks.ToolsOf(agent or "", confirmed)


def _folder(chosen: Chosen) -> str:
    """A folder of this machine, which only somebody in front of it can mean."""
    if chosen.acting.mode is AccessMode.COMPANY:
        return ""
    return st.text_input(
        "Or a folder on this machine", placeholder="The folder that holds agents.csv and the rest", key="folder"
    )


def _preset(chosen: Chosen) -> Preset | None:
    """The depth of the policy is asked once, on the first load."""
    if chosen.agents:
        return None
    return st.radio(
        "How deep the policy goes",
        list(PRESETS),
        format_func=PRESETS.__getitem__,
        captions=[
            "One person may hold all roles; the light version.",
            "Everything as written: co-signatures, drills, evals.",
        ],
        key="preset",
    )


def kept_refusals(chosen: Chosen, earlier: Sequence[LoadLine]) -> None:
    """Offer what earlier loads refused and why, also of those nobody sat in front of."""
    by_load = {line.load: line for line in tasks.refused(chosen, earlier)}
    if not by_load:
        return
    folded = st.expander("What earlier loads refused", type="compact", key="kept_refusals", on_change="rerun")
    if folded.open:
        with folded:
            load = st.selectbox(
                "Load",
                list(by_load),
                format_func=lambda number: f"{number}: {by_load[number].sources}, {by_load[number].when}",
                key="refused_load",
            )
            show.refused(tasks.refusals_of(chosen, load))


def templates() -> None:
    st.html(parts.section("Templates", "the columns the board knows, with what each one means"))
    with st.container(horizontal=True):
        st.download_button(
            "Workbook with every sheet",
            tasks.template_workbook,
            "agent_scorecard_template.xlsx",
            on_click="ignore",
            icon=":material/download:",
        )
        for file in ("agents", "observations"):
            st.download_button(
                f"{file}.csv",
                partial(tasks.template_csv, file),
                f"{file}.csv",
                "text/csv",
                on_click="ignore",
                icon=":material/download:",
            )

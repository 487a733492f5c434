"""The project: one file that holds a study, and this class, which hands it out as tables.

The class is a table of contents. Its verbs live, by topic, in the modules of this room as functions whose first
argument is the project; analysis is functions on tables, elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import local
from types import TracebackType

from sqlalchemy import Connection, Engine

from wenger_qda import __version__
from wenger_qda.errors import StoreError
from wenger_qda.model import ProjectData, new_guid, now
from wenger_qda.store import answers as _answers
from wenger_qda.store import cases as _cases
from wenger_qda.store import check as _check
from wenger_qda.store import codebooks as _codebooks
from wenger_qda.store import codes as _codes
from wenger_qda.store import coding as _coding
from wenger_qda.store import connection, export, facts, turning_back
from wenger_qda.store import corrections as _corrections
from wenger_qda.store import decisions as _decisions
from wenger_qda.store import habits as _habits
from wenger_qda.store import in_view as _in_view
from wenger_qda.store import notes as _notes
from wenger_qda.store import pins as _pins
from wenger_qda.store import places as _places
from wenger_qda.store import recoding as _recoding
from wenger_qda.store import rounds as _rounds
from wenger_qda.store import search as _search
from wenger_qda.store import sources as _sources
from wenger_qda.store import suggestions as _suggestions
from wenger_qda.store import tables as _tables
from wenger_qda.store import team as _team
from wenger_qda.store import vectors as _vectors
from wenger_qda.store import views as _views
from wenger_qda.store import withdrawal as _withdrawal
from wenger_qda.store.journal import Step


class Project:
    """A study in one file: sources, codebook, codings, cases, notes, coders, and every change.

    Make one with :meth:`create` or :meth:`open`. What a method returns from is on disk; several notebooks may hold one
    project open, and each sees the others' work.

    Examples
    --------
    >>> folder = getfixture("tmp_path")
    >>> with Project.create(folder / "study.wqda", coder="amina") as project:
    ...     len(project.sources())
    0
    """

    def __init__(self, path: Path, engine: Engine, coder: str | None) -> None:
        self._path, self._engine, self._coder = path, engine, coder
        self._open = local()  # the step that this thread is in, where several verbs are one step

    @classmethod
    def create(cls, path: str | Path, *, coder: str) -> Project:
        """Make a new project file.

        Raises
        ------
        StoreError
            If there is a file of that name already, or the folder cannot be written in.
        """
        path = Path(path)
        if not coder.strip():
            raise StoreError("a project is made by a coder; say who: Project.create(path, coder=…)")
        coder = _team.person(coder)
        facts = {"name": path.stem, "guid": new_guid(), "created": now(), "creator": coder, "made_with": __version__}
        connection.create(path, facts, {"guid": new_guid(), "name": coder})
        return cls.open(path, coder=coder)

    @classmethod
    def open(cls, path: str | Path, *, coder: str | None = None) -> Project:
        """Open a project file; without a coder it is for reading only.

        A file of an older format is upgraded, after a backup beside it.

        Raises
        ------
        StoreError
            If there is no such file, it is not a project, or a newer version made it.
        """
        path = Path(path)
        if coder is not None and not coder.strip():
            raise StoreError("a coder needs a name; leave it out to open the project for reading only")
        name = None if coder is None else _team.person(coder)
        return cls(path, connection.connect(path, read_only=coder is None), name)

    @property
    def path(self) -> Path:
        """Where the project's file is."""
        return self._path

    @property
    def coder(self) -> str | None:
        """Who codes here; None where the project is open for reading only."""
        return self._coder

    @property
    def name(self) -> str:
        """The name of the study."""
        with self._reading() as held:
            return facts.get(held, "name")

    add = _sources.add
    correct = _corrections.correct
    correct_passage = _corrections.correct_passage
    text = _sources.text
    original = _sources.original
    source_name = _sources.source_name
    rename_source = _sources.rename_source
    remove_source = _withdrawal.remove_source

    use = _codebooks.use
    codebook = _codebooks.codebook
    add_code = _codes.add_code
    edit_code = _codes.edit_code
    rename_code = _codes.rename_code
    move_code = _codes.move_code
    merge_codes = _codes.merge_codes
    split_code = _codes.split_code
    remove_code = _codes.remove_code
    add_code_set = _codebooks.add_code_set

    code = _coding.code
    code_with = _coding.code_with
    uncode = _coding.uncode
    edit_coding = _coding.edit_coding
    reviewed = _coding.reviewed
    autocode = _coding.autocode
    split_coding = _recoding.split_coding
    join_codings = _recoding.join_codings
    recode = _recoding.recode

    decide = _decisions.decide
    settle = _decisions.settle

    search = _search.search
    search_pattern = _search.search_pattern

    add_case = _cases.add_case
    link_case = _cases.link_case
    unlink_case = _cases.unlink_case
    remove_case = _cases.remove_case
    define_variable = _cases.define_variable
    set_variables = _cases.set_variables

    note = _notes.note
    edit_note = _notes.edit_note
    remove_note = _notes.remove_note
    link = _notes.link
    unlink = _notes.unlink

    add_coder = _team.add_coder
    assign = _team.assign
    done = _team.done
    reopen = _team.reopen
    current_round = _team.current_round
    hand_out = _rounds.hand_out
    rounds = _rounds.rounds
    close_round = _rounds.close_round

    accept = _suggestions.accept
    accept_many = _suggestions.accept_many
    reject = _suggestions.reject
    reject_many = _suggestions.reject_many
    rejections = _suggestions.rejections
    in_view = _in_view.in_view
    suggesting = _habits.suggesting
    suggest_with = _habits.suggest_with
    vectors = property(_vectors.vectors)

    answers = _answers.answers
    answer = _answers.answer

    pins = _pins.pins
    pin = _pins.pin

    sources = _tables.sources
    turns = _tables.turns
    codings = _tables.codings
    codes = _tables.codes
    cases = _tables.cases
    notes = _tables.notes
    assignments = _tables.assignments
    decisions = _decisions.decisions
    changes = _tables.changes
    coders = _tables.coders
    revision = _tables.revision
    variables = _tables.variables
    links = _tables.links
    check = _check.check

    view = _views.view
    view_since = _views.view_since
    corrected_since = _views.corrected_since
    view_sources = _views.view_sources
    view_codes = _views.view_codes
    view_passages = _views.view_passages
    view_coders = _views.view_coders
    next_coding = _views.next_coding
    previous_coding = _views.previous_coding
    view_places = _places.view_places
    view_source_guids = _places.view_source_guids

    def data(self) -> ProjectData:
        """Give the whole project as a value, for :func:`wenger_qda.write`."""
        return export.data(self)

    def undo(self) -> str:
        """Take back one's own last step, also after a restart; say which it was.

        Raises
        ------
        StoreError
            If there is none, or somebody else's later work rests on it.
        """
        coder = self._writer()
        with connection.writing(self._engine, self._path) as held:
            return turning_back.undo(held, coder)

    def redo(self) -> str:
        """Do again what was undone last; say what it was.

        Raises
        ------
        StoreError
            If there is none, or somebody else's later work stands in the way.
        """
        coder = self._writer()
        with connection.writing(self._engine, self._path) as held:
            return turning_back.redo(held, coder)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def __enter__(self) -> Project:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        who = f"coder={self._coder!r}" if self._coder else "for reading only"
        return f"Project({self._path.name!r}, {who})"

    def _writer(self) -> str:
        if self._coder is None:
            raise StoreError(f"{self._path.name} is open for reading only; open it with a coder's name to change it")
        return self._coder

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        joined = self._joined()
        if joined is not None:
            yield joined.connection
            return
        with connection.reading(self._engine, self._path) as held:
            yield held

    @contextmanager
    def _step(self, action: str, what: str, *, undoable: bool = True) -> Iterator[Step]:
        """Open one step: all of it is written, with what the log says of it, or nothing is."""
        joined = self._joined()
        if joined is not None:
            yield joined
            return
        coder = self._writer()
        with connection.writing(self._engine, self._path) as held:
            _team.introduce(held, coder)
            step = Step(held, coder, action, what, undoable=undoable)
            yield step
            step.close()

    @contextmanager
    def _as_one(self, action: str, what: str) -> Iterator[Step]:
        """Open a step that all verbs within are part of, so that all of them are done, and undone, or none."""
        with self._step(action, what) as step:
            self._open.step = step
            try:
                yield step
            finally:
                self._open.step = None

    def _joined(self) -> Step | None:
        step: Step | None = getattr(self._open, "step", None)
        return step

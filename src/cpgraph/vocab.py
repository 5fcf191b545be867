"""The names the graph may use: base IRI, prefixes, and closed lists of the terms of each vocabulary.

A misspelt term is an `AttributeError` when the code runs, not a new term in the graph.
`tests/test_vocab.py` holds each external list against the vocabulary's own published terms
(`tests/vocabularies/`), and the list `CPG` against `ontology/cpg.ttl`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode

BASE: Final = "https://w3id.org/cpgraph/"
"""What all IRIs of the project begin with; not registered yet: nothing may rely on its resolving."""

PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # ours, shared by all reports
        "agency": f"{BASE}agency/",
        "check": f"{BASE}check/",
        "condition": f"{BASE}condition/",
        "conduct": f"{BASE}conduct/",
        "court": f"{BASE}court/",
        "cpg": f"{BASE}ns#",
        "cy": f"{BASE}calendar-year/",
        "district": f"{BASE}district/",
        "fy": f"{BASE}fiscal-year/",
        "fys": f"{BASE}fiscal-years/",
        "law": f"{BASE}law/",
        "m": f"{BASE}measure/",
        "shape": f"{BASE}shapes#",
        "source": f"{BASE}source/",
        "state": f"{BASE}state/",
        "topic": f"{BASE}topic/",
        "work": f"{BASE}work/",
        # of others; http where the vocabulary itself says http
        "cito": "http://purl.org/spar/cito/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "doco": "http://purl.org/spar/doco/",
        "dqv": "http://www.w3.org/ns/dqv#",
        "eli": "http://data.europa.eu/eli/ontology#",
        "fabio": "http://purl.org/spar/fabio/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "qb": "http://purl.org/linked-data/cube#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "sd": "http://www.w3.org/ns/sparql-service-description#",
        "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
        "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
        "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "spdx": "http://spdx.org/rdf/terms#",
        "time": "http://www.w3.org/2006/time#",
        "unit": "http://qudt.org/vocab/unit/",
        "vann": "http://purl.org/vocab/vann/",
        "void": "http://rdfs.org/ns/void#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
"""Prefix to namespace IRI; one prefix means one IRI in every file and query."""

REPORT_FOLDERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "an": "anomaly",
        "bd": "breakdown",
        "cat": "concept",
        "citation": "citation",
        "claim": "claim",
        "cube": "cube",
        "def": "definition",
        "extraction": "extraction",
        "g": "graph",
        "gap": "gap",
        "mention": "mention",
        "note": "note",
        "obs": "observation",
        "part": "part",
        "pop": "population",
        "scheme": "scheme",
        "universe": "universe",
    }
)
"""Prefix of a kind of resource that belongs to one report, to its folder under `report/{report id}/`."""


def report_prefixes(report_id: str) -> dict[str, str]:
    """Return the prefixes of one report's own resources.

    >>> report_prefixes("demo")["obs"]
    'https://w3id.org/cpgraph/report/demo/observation/'
    """
    return {prefix: f"{BASE}report/{report_id}/{folder}/" for prefix, folder in REPORT_FOLDERS.items()}


class Closed:
    """A namespace of which only the listed terms exist.

    Terms are read as attributes, or as items where the name is a Python keyword. The class has no
    public attributes of its own, so that terms such as `title`, `count` or `index` are terms.

    >>> Closed("qb", "Observation dataSet").dataSet
    <NamedNode value=http://purl.org/linked-data/cube#dataSet>
    """

    __slots__ = ("_prefix", "_terms")

    _prefix: str
    _terms: Mapping[str, NamedNode]

    def __init__(self, prefix: str, names: str) -> None:
        """Close the namespace of `prefix` over `names`, which are separated by white space."""
        iri = PREFIXES[prefix]
        self._prefix = prefix
        self._terms = MappingProxyType({name: NamedNode(iri + name) for name in names.split()})

    def __getattr__(self, name: str) -> NamedNode:
        """Return the term, or raise AttributeError with the nearest listed names."""
        if name.startswith("_"):  # copy and pickle ask for private names before the slots are filled
            raise AttributeError(name)
        try:
            return self._terms[name]
        except KeyError:
            near = difflib.get_close_matches(name, self._terms, n=3)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            message = (
                f"{self._prefix}:{name} is not a term this project uses{hint} "
                "Add it to the list in cpgraph/vocab.py once it is seen in the vocabulary itself."
            )
            raise AttributeError(message) from None

    def __getitem__(self, name: str) -> NamedNode:
        """Return the term of a name that cannot be an attribute, such as `SH["in"]`."""
        return self.__getattr__(name)

    def __contains__(self, name: object) -> bool:
        """Tell whether the local name is listed."""
        return name in self._terms

    def __iter__(self) -> Iterator[str]:
        """Give the local names in the order of the list."""
        return iter(self._terms)

    def __len__(self) -> int:
        """Count the listed names."""
        return len(self._terms)

    def __str__(self) -> str:
        """Give the prefix."""
        return self._prefix


CPG: Final = Closed(
    "cpg",
    # classes
    """
    Anomaly Breakdown CalendarYear Category Check Citation Claim Condition Conduct Court
    CriminalHistoryMinimum CrossReferenceRule Datafile Definition District Enhancement Extraction Figure
    FiscalYear FiscalYearSpan Gap LegalEffect Measure Mention MultipleCountRule Note OffenseLevelMinimum Part
    PenaltyRange Period Population Prose Provision ProvisionVersion ReportingDuty SentencingDocument
    StatutoryMaximumRule Table Universe
    """
    # codes, and the schemes they stand in
    """
    StatisticCodes Count Maximum Mean Minimum Proportion ValueTermCodes Life
    ExclusivityCodes Exclusive Overlapping Unstated ExhaustivityCodes Exhaustive Partial
    BasisCodes Assumed ShownByArithmetic StatedInReport
    ObtainedByCodes Derived PrintedInFigure PrintedInProse PrintedInTable
    ReadByOrderAndMagnitude ReadByPosition
    NoteStatusCodes NoteFragment NoteMissing NotePresent PenaltyKindCodes Imprisonment SupervisedRelease
    ClaimKindCodes Difference PercentChange Rank Ratio Sum Value
    QualifierCodes Approximately AtLeast AtMost JustOver LessThan MoreThan Nearly Printed
    VerdictCodes Contradicted Holds NotCheckable OutsideTolerance WithinRounding
    SeverityCodes High Low Medium
    AnomalyKindCodes NumbersDisagree ProseAgainstFigures RoundingPractice StructureAndLabels TextExtraction
    """
    # properties
    """
    acceptLower acceptUpper anomalyKind applicationOf base baseBasis baseOffenseLevel basePopulation carriedBy
    category check citedAs citedWork claimKind computation computedLower computedUpper concerns condition
    countedIn coverageBasis crossReferenceFrom crossReferenceTo decimals definedIn documentsRequired
    evidencesProperty exclusivity exhaustivity fiscalYear governs hasCitation hypothesis impliedUnder leftTerm
    levelIncrease lowerBound markerMention maximumMonths maximumTerm measure minimumCriminalHistoryCategory
    minimumMonths minimumOffenseLevel missingMeasure missingPart missingPopulation number obtainedBy
    occurrence part penaltyKind period pinpoint population printed printedIn provides qualifier qualifies
    reasonNotCheckable refersTo resolvesTo restrictedTo rightTerm severity signal size sizeFrom statistic
    status subPopulationOf target targetUnit trigger unaccounted unit universe upperBound valueTerm variable
    variantOf verdict viaNote withinDays
    """,
)

CITO: Final = Closed(
    "cito", "Citation cites citesAsAuthority citesAsDataSource hasCitedEntity hasCitingEntity"
)

DCAT: Final = Closed(
    "dcat",
    """
    Catalog CatalogRecord DataService Dataset Distribution Resource
    accessService accessURL byteSize catalog compressFormat contactPoint dataset distribution downloadURL
    endpointDescription endpointURL hasVersion keyword landingPage mediaType packageFormat previousVersion
    qualifiedRelation record servesDataset service temporalResolution theme themeTaxonomy version
    """,
)

DCTERMS: Final = Closed(
    "dcterms",
    """
    abstract accessRights alternative available bibliographicCitation conformsTo contributor coverage created
    creator date description extent format hasFormat hasPart hasVersion identifier isFormatOf isPartOf
    isReferencedBy isReplacedBy isRequiredBy isVersionOf issued language license medium modified provenance
    publisher references relation replaces requires rights rightsHolder source spatial subject tableOfContents
    temporal title type valid Location PeriodOfTime Standard
    """,
)

DOCO: Final = Closed(
    "doco",
    """
    Appendix BackMatter BodyMatter Chapter Figure FigureBox Footnote FrontMatter Label Paragraph Part Section
    Sentence Table TableBox TextBox
    """,
)

DQV: Final = Closed(
    "dqv",
    """
    Category Dimension Metric QualityAnnotation QualityMeasurement QualityMeasurementDataset QualityMetadata
    computedOn expectedDataType hasQualityAnnotation hasQualityMeasurement hasQualityMetadata inCategory
    inDimension isMeasurementOf qualityAssessment value
    """,
)

ELI: Final = Closed(
    "eli",
    """
    Format LegalExpression LegalResource LegalResourceSubdivision
    amended_by amends applies based_on basis_for changed_by changes cited_by cites date_document
    date_publication description first_date_entry_in_force has_member has_part id_local in_force is_about
    is_embodied_by is_member_of is_part_of is_realized_by jurisdiction number passed_by realizes related_to
    title title_alternative title_short type_document uri_schema version version_date
    """,
)

FABIO: Final = Closed(
    "fabio",
    """
    Article Book Database Dataset JournalArticle Report ReportDocument WebPage WebSite
    hasPublicationYear hasShortTitle hasURL
    """,
)

FOAF: Final = Closed("foaf", "Agent Document Organization homepage isPrimaryTopicOf name page primaryTopic")

OA: Final = Closed(
    "oa",
    """
    Annotation Motivation SpecificResource TextPositionSelector TextQuoteSelector TextualBody
    bodyValue classifying commenting describing end exact hasBody hasSelector hasSource hasTarget identifying
    linking motivatedBy prefix refinedBy start suffix
    """,
)

ORG: Final = Closed(
    "org", "FormalOrganization Organization classification identifier subOrganizationOf unitOf"
)

OWL: Final = Closed(
    "owl",
    """
    AnnotationProperty Class DatatypeProperty NamedIndividual ObjectProperty Ontology
    backwardCompatibleWith deprecated differentFrom equivalentClass equivalentProperty imports inverseOf
    priorVersion sameAs versionIRI versionInfo
    """,
)

PROV: Final = Closed(
    "prov",
    """
    Activity Agent Collection Entity Organization Plan SoftwareAgent
    atTime endedAtTime generated generatedAtTime hadMember hadPlan hadPrimarySource specializationOf
    startedAtTime used value wasAssociatedWith wasAttributedTo wasDerivedFrom wasGeneratedBy wasInfluencedBy
    wasInformedBy wasQuotedFrom wasRevisionOf
    """,
)

QB: Final = Closed(
    "qb",
    """
    Attachable AttributeProperty CodedProperty ComponentProperty ComponentSet ComponentSpecification DataSet
    DataStructureDefinition DimensionProperty HierarchicalCodeList MeasureProperty Observation
    ObservationGroup Slice SliceKey
    attribute codeList component componentAttachment componentProperty componentRequired concept dataSet
    dimension hierarchyRoot measure measureDimension measureType observation observationGroup order
    parentChildProperty slice sliceKey sliceStructure structure
    """,
)

RDF: Final = Closed("rdf", "List Property Statement first langString nil rest type value")

RDFS: Final = Closed(
    "rdfs",
    """
    Class Datatype Literal Resource
    comment domain isDefinedBy label member range seeAlso subClassOf subPropertyOf
    """,
)

SD: Final = Closed(
    "sd",
    """
    BasicFederatedQuery Dataset EmptyGraphs Graph NamedGraph RequiresDataset SPARQL10Query SPARQL11Query
    Service UnionDefaultGraph availableGraphs defaultDataset defaultEntailmentRegime defaultGraph
    endpoint feature graph inputFormat name namedGraph resultFormat supportedLanguage
    """,
)

SDMX_ATTRIBUTE: Final = Closed("sdmx-attribute", "decimals obsStatus unitMeasure unitMult")

SDMX_DIMENSION: Final = Closed("sdmx-dimension", "age refArea refPeriod sex timePeriod")

SDMX_MEASURE: Final = Closed("sdmx-measure", "obsValue")

SH: Final = Closed(
    "sh",
    """
    BlankNode BlankNodeOrIRI Info IRI IRIOrLiteral Literal NodeKind NodeShape PrefixDeclaration PropertyShape
    SPARQLAskExecutable SPARQLConstructExecutable SPARQLExecutable SPARQLSelectExecutable Severity Shape
    ValidationReport ValidationResult Violation Warning
    alternativePath and ask class closed conforms construct datatype deactivated declare description detail
    disjoint entailment equals flags focusNode hasValue ignoredProperties in inversePath languageIn lessThan
    lessThanOrEquals maxCount maxExclusive maxInclusive maxLength message minCount minExclusive minInclusive
    minLength name namespace node nodeKind not oneOrMorePath or order path pattern prefix prefixes property
    qualifiedMaxCount qualifiedMinCount qualifiedValueShape result resultMessage resultPath resultSeverity
    select severity sourceConstraintComponent sourceShape targetClass targetNode targetObjectsOf
    targetSubjectsOf uniqueLang value xone zeroOrMorePath zeroOrOnePath
    """,
)

SKOS: Final = Closed(
    "skos",
    """
    Collection Concept ConceptScheme OrderedCollection
    altLabel broadMatch broader broaderTransitive changeNote closeMatch definition editorialNote exactMatch
    example hasTopConcept hiddenLabel historyNote inScheme mappingRelation member memberList narrowMatch
    narrower narrowerTransitive notation note prefLabel related relatedMatch scopeNote semanticRelation
    topConceptOf
    """,
)

SPDX: Final = Closed("spdx", "Checksum algorithm checksum checksumAlgorithm_sha256 checksumValue")

TIME: Final = Closed(
    "time",
    """
    Duration Instant Interval ProperInterval TemporalEntity TemporalUnit
    after before hasBeginning hasEnd hasTime hasXSDDuration inXSDDate inXSDgYear inside intervalContains
    intervalDuring intervalFinishes intervalMeets intervalMetBy intervalStarts numericDuration unitDay
    unitMonth unitType unitYear
    """,
)

UNIT: Final = Closed("unit", "MO NUM PERCENT UNITLESS YR")
"""QUDT units. `MO` is the synodic month: a sentence is measured in `TIME.unitMonth`."""

VANN: Final = Closed("vann", "preferredNamespacePrefix preferredNamespaceUri")

VOID: Final = Closed(
    "void",
    """
    Dataset DatasetDescription Linkset
    class classPartition classes dataDump distinctObjects distinctSubjects documents entities exampleResource
    feature inDataset linkPredicate objectsTarget openSearchDescription properties property propertyPartition
    rootResource sparqlEndpoint subjectsTarget subset target triples uriLookupEndpoint uriRegexPattern
    uriSpace vocabulary
    """,
)

XSD: Final = Closed(
    "xsd",
    """
    anyURI boolean date dateTime dateTimeStamp dayTimeDuration decimal double duration float gYear gYearMonth
    hexBinary int integer language long nonNegativeInteger positiveInteger string token yearMonthDuration
    """,
)

NAMESPACES: Final[Mapping[str, Closed]] = MappingProxyType(
    {str(value): value for value in tuple(globals().values()) if isinstance(value, Closed)}
)
"""Prefix to the closed list of its terms, for every list above."""

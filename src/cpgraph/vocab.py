"""The names the graph may use: base IRI, prefixes, and closed lists of the terms of each vocabulary.

A misspelt term is an `AttributeError` when the code runs, not a new term in the graph.
`tests/test_vocab.py` holds each external list against the vocabulary's own published terms
(`tests/vocabularies/`), and the list `CPG` against `ontology/cpg.ttl`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cpgraph.namespaces import BASE as BASE
from cpgraph.namespaces import LICENSE as LICENSE
from cpgraph.namespaces import PREFIXES as PREFIXES
from cpgraph.namespaces import REPORT_FOLDERS as REPORT_FOLDERS
from cpgraph.namespaces import Closed as Closed
from cpgraph.namespaces import report_prefixes as report_prefixes

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
    occurrence order part penaltyKind period pinpoint population printed printedIn provides qualifier
    qualifies
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

SCHEMA: Final = Closed("schema", "keywords target")

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

VOID_EXT: Final = Closed(
    "void-ext", "datatype datatypePartition language languagePartition objectClassPartition"
)
"""Extensions to VoID: what stands at the other end of a property. The registry of the US OKN reads them."""

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

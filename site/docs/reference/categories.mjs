// Where each public name stands in the reference. A name that is missing here, or that the package does not export, fails the build.

/**
 * @typedef {object} Category
 * @property {string} entry What is imported.
 * @property {string} page The name of the page's file.
 * @property {string} title
 * @property {string} about One sentence.
 * @property {string} names The names, in the order in which they are explained.
 */

/** @type {Category[]} */
export const CATEGORIES = [
  {
    entry: 'best-of-n',
    page: 'supports',
    title: 'Supports',
    about: 'Exact metrics of best-of-n where the whole reference policy is known, and of other policies beside it.',
    names: `Support SupportInput SupportBuffers Metrics MetricName Curve PolicyMetrics Tilt ScorePeak Stopping evaluateBatch Batch allocate Allocation klDivergence Numbers`,
  },
  {
    entry: 'best-of-n',
    page: 'bounds',
    title: 'Bounds and limits',
    about: 'Closed forms of n alone, the estimator of the paper, and what best-of-n is from a continuous reference.',
    names: `klBound klEstimate winRateBound continuousLimits ContinuousLimits renyiLimit hockeyStickLimit winRateFrontier klFrontier`,
  },
  {
    entry: 'best-of-n',
    page: 'samples',
    title: 'Samples',
    about: 'Unbiased estimates from the scored samples of one prompt, and pass@k and its relatives from counts.',
    names: `Samples SamplesInput VoteMean evaluateSamples SampleBatch EstimateName passAtK passAtKVariance passHatK gPassAtK majorityAtK
      offPolicyBestOf OffPolicyEstimate holdoutBestOf`,
  },
  {
    entry: 'best-of-n',
    page: 'aggregates',
    title: 'Aggregates',
    about: 'Means over prompts at every n, with their intervals, and what can be asked of the curves.',
    names: `aggregate Aggregate AggregateOptions AggregateResult AggregateRow AggregateState PromptMean samplesToReach TargetOptions Reached
      extrapolatePassAtK ExtrapolateOptions Extrapolation goldCurve GoldOptions GoldCurve GoldPoint`,
  },
  {
    entry: 'best-of-n',
    page: 'comparing',
    title: 'Comparing',
    about: 'Two runs prompt by prompt, and how many prompts a comparison takes.',
    names: `compare ComparedRun CompareOptions Comparison ComparisonRow Compared pairedDifference PairedDifference adjustPValues
      requiredPrompts minimumDetectableEffect Spread`,
  },
  {
    entry: 'best-of-n',
    page: 'intervals',
    title: 'Intervals and fits',
    about: 'Intervals of proportions and means, and models fitted to counts and to rewards.',
    names: `proportionInterval ProportionMethod IntervalMethod betaBinomial BetaBinomial gaoFit GaoFit`,
  },
  {
    entry: 'best-of-n',
    page: 'training',
    title: 'Training',
    about: 'How much each sample counts when a policy is trained for the best of k.',
    names: `maxAtKWeights maxAtKWeightsBatch WeightOptions WeightBatch Baseline`,
  },
  {
    entry: 'best-of-n',
    page: 'engines',
    title: 'Engines',
    about: 'What computes: the kernel in WebAssembly or the JavaScript engine, which give the same bits.',
    names: `engine useEngine EngineKind KernelSource`,
  },
  {
    entry: 'best-of-n/pool',
    page: 'pool',
    title: 'The pool',
    about: 'The same computations in worker threads of Node.js.',
    names: `createPool Pool PoolOptions CallOptions QueueFullError`,
  },
  {
    entry: 'best-of-n/server',
    page: 'server',
    title: 'The service',
    about: 'An HTTP server, or a plugin for one.',
    names: `createServer StandaloneOptions bestOfN ServerOptions`,
  },
  {
    entry: 'best-of-n/queue',
    page: 'queue',
    title: 'The queue',
    about: 'Runs over sample files on many machines, through Redis.',
    names: `submitSamples SamplesJobOptions SamplesResult GroupResult FileRead Shape Pass Missing Steps Questions Findings Target Doubling
      createWorker QueueWorker WorkerOptions RedisAddress`,
  },
];

/**
 * The names of a category.
 *
 * @param {Category} category
 */
export const namesOf = ({ names }) => names.split(/\s+/);

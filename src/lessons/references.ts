/** The papers and data sets that the course cites, by key. */

/** One published work. */
export interface Reference {
  readonly authors: string;
  readonly year: number;
  readonly title: string;
  readonly where: string;
  readonly url: string;
  /** How a sentence names it: "Ho et al. 2020". */
  readonly short: string;
}

const arxiv = (id: string) => `https://arxiv.org/abs/${id}`;

/** Every work that a lesson or a page may cite. */
export const references = {
  sohlDickstein2015: {
    authors: 'J. Sohl-Dickstein, E. Weiss, N. Maheswaranathan, S. Ganguli',
    year: 2015,
    title: 'Deep unsupervised learning using nonequilibrium thermodynamics',
    where: 'ICML',
    url: arxiv('1503.03585'),
    short: 'Sohl-Dickstein et al. 2015',
  },
  ho2020: {
    authors: 'J. Ho, A. Jain, P. Abbeel',
    year: 2020,
    title: 'Denoising diffusion probabilistic models',
    where: 'NeurIPS',
    url: arxiv('2006.11239'),
    short: 'Ho et al. 2020',
  },
  song2019: {
    authors: 'Y. Song, S. Ermon',
    year: 2019,
    title: 'Generative modeling by estimating gradients of the data distribution',
    where: 'NeurIPS',
    url: arxiv('1907.05600'),
    short: 'Song and Ermon 2019',
  },
  song2021sde: {
    authors: 'Y. Song, J. Sohl-Dickstein, D. Kingma, A. Kumar, S. Ermon, B. Poole',
    year: 2021,
    title: 'Score-based generative modeling through stochastic differential equations',
    where: 'ICLR',
    url: arxiv('2011.13456'),
    short: 'Song et al. 2021',
  },
  nichol2021: {
    authors: 'A. Nichol, P. Dhariwal',
    year: 2021,
    title: 'Improved denoising diffusion probabilistic models',
    where: 'ICML',
    url: arxiv('2102.09672'),
    short: 'Nichol and Dhariwal 2021',
  },
  kingma2021: {
    authors: 'D. Kingma, T. Salimans, B. Poole, J. Ho',
    year: 2021,
    title: 'Variational diffusion models',
    where: 'NeurIPS',
    url: arxiv('2107.00630'),
    short: 'Kingma et al. 2021',
  },
  salimans2022: {
    authors: 'T. Salimans, J. Ho',
    year: 2022,
    title: 'Progressive distillation for fast sampling of diffusion models',
    where: 'ICLR',
    url: arxiv('2202.00512'),
    short: 'Salimans and Ho 2022',
  },
  rombach2022: {
    authors: 'R. Rombach, A. Blattmann, D. Lorenz, P. Esser, B. Ommer',
    year: 2022,
    title: 'High-resolution image synthesis with latent diffusion models',
    where: 'CVPR',
    url: arxiv('2112.10752'),
    short: 'Rombach et al. 2022',
  },
  karras2022: {
    authors: 'T. Karras, M. Aittala, T. Aila, S. Laine',
    year: 2022,
    title: 'Elucidating the design space of diffusion-based generative models',
    where: 'NeurIPS',
    url: arxiv('2206.00364'),
    short: 'Karras et al. 2022',
  },
  chen2023: {
    authors: 'T. Chen',
    year: 2023,
    title: 'On the importance of noise scheduling for diffusion models',
    where: 'arXiv',
    url: arxiv('2301.10972'),
    short: 'Chen 2023',
  },
  jabri2023: {
    authors: 'A. Jabri, D. Fleet, T. Chen',
    year: 2023,
    title: 'Scalable adaptive computation for iterative generation',
    where: 'ICML',
    url: arxiv('2212.11972'),
    short: 'Jabri et al. 2023',
  },
  hang2023: {
    authors: 'T. Hang, S. Gu, C. Li, J. Bao, D. Chen, H. Hu, X. Geng, B. Guo',
    year: 2023,
    title: 'Efficient diffusion training via min-SNR weighting strategy',
    where: 'ICCV',
    url: arxiv('2303.09556'),
    short: 'Hang et al. 2023',
  },
  lin2024: {
    authors: 'S. Lin, B. Liu, J. Li, X. Yang',
    year: 2024,
    title: 'Common diffusion noise schedules and sample steps are flawed',
    where: 'WACV',
    url: arxiv('2305.08891'),
    short: 'Lin et al. 2024',
  },
  song2021ddim: {
    authors: 'J. Song, C. Meng, S. Ermon',
    year: 2021,
    title: 'Denoising diffusion implicit models',
    where: 'ICLR',
    url: arxiv('2010.02502'),
    short: 'Song, Meng and Ermon 2021',
  },
  ho2022: {
    authors: 'J. Ho, T. Salimans',
    year: 2022,
    title: 'Classifier-free diffusion guidance',
    where: 'arXiv',
    url: arxiv('2207.12598'),
    short: 'Ho and Salimans 2022',
  },
  karras2024: {
    authors: 'T. Karras, M. Aittala, J. Lehtinen, J. Hellsten, T. Aila, S. Laine',
    year: 2024,
    title: 'Analyzing and improving the training dynamics of diffusion models',
    where: 'CVPR',
    url: arxiv('2312.02696'),
    short: 'Karras et al. 2024',
  },
  polyak1992: {
    authors: 'B. Polyak, A. Juditsky',
    year: 1992,
    title: 'Acceleration of stochastic approximation by averaging',
    where: 'SIAM Journal on Control and Optimization 30',
    url: 'https://doi.org/10.1137/0330046',
    short: 'Polyak and Juditsky 1992',
  },
  goyal2017: {
    authors:
      'P. Goyal, P. Dollár, R. Girshick, P. Noordhuis, L. Wesolowski, A. Kyrola, A. Tulloch, Y. Jia, K. He',
    year: 2017,
    title: 'Accurate, large minibatch SGD: training ImageNet in 1 hour',
    where: 'arXiv',
    url: arxiv('1706.02677'),
    short: 'Goyal et al. 2017',
  },
  ronneberger2015: {
    authors: 'O. Ronneberger, P. Fischer, T. Brox',
    year: 2015,
    title: 'U-Net: convolutional networks for biomedical image segmentation',
    where: 'MICCAI',
    url: arxiv('1505.04597'),
    short: 'Ronneberger et al. 2015',
  },
  vaswani2017: {
    authors:
      'A. Vaswani, N. Shazeer, N. Parmar, J. Uszkoreit, L. Jones, A. Gomez, Ł. Kaiser, I. Polosukhin',
    year: 2017,
    title: 'Attention is all you need',
    where: 'NeurIPS',
    url: arxiv('1706.03762'),
    short: 'Vaswani et al. 2017',
  },
  he2016: {
    authors: 'K. He, X. Zhang, S. Ren, J. Sun',
    year: 2016,
    title: 'Deep residual learning for image recognition',
    where: 'CVPR',
    url: arxiv('1512.03385'),
    short: 'He et al. 2016',
  },
  ioffe2015: {
    authors: 'S. Ioffe, C. Szegedy',
    year: 2015,
    title:
      'Batch normalization: accelerating deep network training by reducing internal covariate shift',
    where: 'ICML',
    url: arxiv('1502.03167'),
    short: 'Ioffe and Szegedy 2015',
  },
  wu2018: {
    authors: 'Y. Wu, K. He',
    year: 2018,
    title: 'Group normalization',
    where: 'ECCV',
    url: arxiv('1803.08494'),
    short: 'Wu and He 2018',
  },
  elfwing2018: {
    authors: 'S. Elfwing, E. Uchibe, K. Doya',
    year: 2018,
    title:
      'Sigmoid-weighted linear units for neural network function approximation in reinforcement learning',
    where: 'Neural Networks 107',
    url: arxiv('1702.03118'),
    short: 'Elfwing et al. 2018',
  },
  dhariwal2021: {
    authors: 'P. Dhariwal, A. Nichol',
    year: 2021,
    title: 'Diffusion models beat GANs on image synthesis',
    where: 'NeurIPS',
    url: arxiv('2105.05233'),
    short: 'Dhariwal and Nichol 2021',
  },
  peebles2023: {
    authors: 'W. Peebles, S. Xie',
    year: 2023,
    title: 'Scalable diffusion models with transformers',
    where: 'ICCV',
    url: arxiv('2212.09748'),
    short: 'Peebles and Xie 2023',
  },
  efron2011: {
    authors: 'B. Efron',
    year: 2011,
    title: 'Tweedie’s formula and selection bias',
    where: 'Journal of the American Statistical Association 106',
    url: 'https://doi.org/10.1198/jasa.2011.tm11181',
    short: 'Efron 2011',
  },
  vincent2011: {
    authors: 'P. Vincent',
    year: 2011,
    title: 'A connection between score matching and denoising autoencoders',
    where: 'Neural Computation 23',
    url: 'https://doi.org/10.1162/NECO_a_00142',
    short: 'Vincent 2011',
  },
  kingma2015: {
    authors: 'D. Kingma, J. Ba',
    year: 2015,
    title: 'Adam: a method for stochastic optimization',
    where: 'ICLR',
    url: arxiv('1412.6980'),
    short: 'Kingma and Ba 2015',
  },
  kadkhodaie2024: {
    authors: 'Z. Kadkhodaie, F. Guth, E. Simoncelli, S. Mallat',
    year: 2024,
    title:
      'Generalization in diffusion models arises from geometry-adaptive harmonic representations',
    where: 'ICLR',
    url: arxiv('2310.02557'),
    short: 'Kadkhodaie et al. 2024',
  },
  alpaydin1998: {
    authors: 'E. Alpaydin, C. Kaynak',
    year: 1998,
    title: 'Optical recognition of handwritten digits',
    where: 'UCI Machine Learning Repository',
    url: 'https://doi.org/10.24432/C50P49',
    short: 'Alpaydin and Kaynak 1998',
  },
  xiao2017: {
    authors: 'H. Xiao, K. Rasul, R. Vollgraf',
    year: 2017,
    title: 'Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms',
    where: 'arXiv',
    url: arxiv('1708.07747'),
    short: 'Xiao et al. 2017',
  },
  okabe2008: {
    authors: 'M. Okabe, K. Ito',
    year: 2008,
    title:
      'Color universal design: how to make figures and presentations that are friendly to colorblind people',
    where: 'University of Tokyo',
    url: 'https://jfly.uni-koeln.de/color/',
    short: 'Okabe and Ito 2008',
  },
} as const satisfies Record<string, Reference>;

/** A key of the bibliography. */
export type ReferenceId = keyof typeof references;
